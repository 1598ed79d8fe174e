import type { ColumnType, Generated } from 'kysely';

/** Every administrative act; never updated. Primary key (org_id, entry_id), in the order of occurrence. */
export interface AuditLogTable {
  entry_id: Generated<number>;
  org_id: string;
  occurred_at: number;
  actor: string;
  action: string;
  subject: string;
  detail: ColumnType<unknown, string | null | undefined, never>;
}
