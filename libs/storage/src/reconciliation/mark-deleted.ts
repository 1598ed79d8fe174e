import type { HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Trx } from '../database/tables.ts';
import { VERSION_TABLES } from '../lead-history/version-tables.ts';

/**
 * The milliseconds of when a lead or a user was found gone: Salesforce tells whole seconds, so no deletion that it told
 * looks so. Retention counts from then.
 */
export const DETECTED_DELETION_MS = 999;

/**
 * Adds a deleted version to each of these records that is not deleted: its newest one, said anew. Whoever merely was out of
 * sight, because a transaction had not ended or a right was taken away for a while, is told again with a time from before
 * that: what hangs on leads is therefore gone just after its newest version, and `toldApart` knows a lead by its milliseconds.
 */
export async function markDeleted(
  trx: Trx,
  orgId: string,
  kind: HistoryRecord['kind'],
  ids: readonly string[],
  at: number,
): Promise<number> {
  const { table, id, valueColumns: facts, keepsNewestOnly: newestOnly } = VERSION_TABLES[kind];
  const columns = sql.join(facts.map((fact) => sql.ref(fact)));
  const idColumn = sql.ref(id);
  const goneAt =
    kind === 'lead' || newestOnly
      ? sql`greatest(${at}::int8, changed_at + 1) / 1000 * 1000 + ${DETECTED_DELETION_MS}::int8`
      : sql`changed_at + 1`;
  const inPlace = newestOnly
    ? sql`on conflict (org_id, ${idColumn}) do update set changed_at = excluded.changed_at, deleted = true`
    : sql``;
  const marked = await sql`
    insert into ${sql.table(table)} (org_id, ${idColumn}, changed_at, deleted, ${columns})
    select ${orgId}, ${idColumn}, ${goneAt}, true, ${columns}
    from unnest(${[...new Set(ids)]}::text[]) as missing(id)
    cross join lateral (
      select * from ${sql.table(table)}
      where org_id = ${orgId} and ${idColumn} = missing.id
      order by changed_at desc limit 1) as newest
    where not deleted ${inPlace}`.execute(trx);
  if (kind === 'lead') {
    await sql`
      with newest as materialized (
        select version.* from unnest(${ids}::text[]) as missing(id)
        cross join lateral (
          select org_id, lead_id, changed_at from lead_version
          where org_id = ${orgId} and lead_id = missing.id
          order by changed_at desc limit 1) as version
      )
      update lead set open = false, changed_at = newest.changed_at
      from newest
      where lead.org_id = newest.org_id and lead.lead_id = newest.lead_id and newest.changed_at > lead.changed_at`.execute(
      trx,
    );
  }
  return Number(marked.numAffectedRows ?? 0n);
}
