import { sql } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';

/**
 * The next number of the org's changes of what was written. Within a transaction the org's counter is locked until it ends,
 * so that numbers are in the order of commits.
 */
export async function nextScoreChange(db: Database | Trx, orgId: string): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into score_change as known (org_id, number) values (${orgId}, 1)
    on conflict (org_id) do update set number = known.number + 1
    returning number`.execute(db);
  return rows[0]!.number;
}
