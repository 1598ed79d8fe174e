import type { Generated } from 'kysely';

/** Every administrative act; never updated. Primary key entry_id, in the order of the acts. */
export interface AuditLogTable {
  entry_id: Generated<number>;
  org_id: string;
  at: number;
  actor: string;
  act: string;
  subject: string;
}
