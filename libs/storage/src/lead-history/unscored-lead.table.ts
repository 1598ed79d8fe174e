import type { Generated } from 'kysely';

/** Leads that changed since they were last scored. Primary key (org_id, lead_id). */
export interface UnscoredLeadTable {
  org_id: string;
  /** May be a contact, which is ignored: converted leads are not scored. */
  lead_id: string;
  /** From one sequence, so that a change after a score differs from one before it. */
  mark: Generated<number>;
}
