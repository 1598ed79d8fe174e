import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../database/tables.ts';

/**
 * Runs an insert of versions and marks the leads that the new ones concern for scoring.
 * @param insert an `insert … on conflict do nothing` without `returning`
 * @param lead the lead that an inserted row concerns, null for a row with nothing new; undefined to mark none
 * @returns how many versions were new
 */
export async function insertNewVersions(
  trx: Trx,
  orgId: string,
  insert: RawBuilder<unknown>,
  lead: RawBuilder<unknown> | undefined,
): Promise<number> {
  if (lead === undefined) return Number((await insert.execute(trx)).numAffectedRows ?? 0n);
  const { rows } = await sql<{ added: number }>`
    with added as (${insert} returning ${lead} as lead_id),
    marked as (
      insert into unscored_lead (org_id, lead_id)
      select ${orgId}, lead_id from added where lead_id is not null group by lead_id order by lead_id
      on conflict (org_id, lead_id) do update set mark = excluded.mark)
    select count(*) as added from added`.execute(trx);
  return rows[0]?.added ?? 0;
}
