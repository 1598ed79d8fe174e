import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../database/tables.ts';
import { MAX_NOTED_RECORDS } from './history-changes.ts';

export interface InsertedVersions {
  readonly count: number;
  /** Their records, each once; at most `MAX_NOTED_RECORDS` + 1. */
  readonly recordIds: readonly string[];
}

/**
 * Runs an insert of versions and marks the leads that the new ones concern for scoring.
 * @param insert an `insert … on conflict do nothing` without `returning`
 * @param id the column of the record's id
 * @param lead the lead that an inserted row concerns, null for a row with nothing new; undefined to mark none
 * @returns the versions that were new
 */
export async function insertNewVersions(
  trx: Trx,
  orgId: string,
  insert: RawBuilder<unknown>,
  id: string,
  lead: RawBuilder<unknown> | undefined,
): Promise<InsertedVersions> {
  const { rows } = await sql<{ count: number; recordIds: readonly string[] | null }>`
    with added as (${insert} returning ${sql.ref(id)} as record_id${lead === undefined ? sql`` : sql`, ${lead} as lead_id`})
    ${lead === undefined ? sql`` : sql`, ${marking(orgId)}`}
    select count(*) as count, (
      select array_agg(record_id) from (select distinct record_id from added limit ${MAX_NOTED_RECORDS + 1}) as several
    ) as "recordIds"
    from added`.execute(trx);
  return { count: rows[0]?.count ?? 0, recordIds: rows[0]?.recordIds ?? [] };
}

const marking = (orgId: string) => sql`marked as (
  insert into unscored_lead (org_id, lead_id)
  select ${orgId}, lead_id from added where lead_id is not null group by lead_id order by lead_id
  on conflict (org_id, lead_id) do update set mark = excluded.mark)`;
