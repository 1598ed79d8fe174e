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
    from (
      select distinct on (${idColumn}) * from ${sql.table(table)}
      where org_id = ${orgId} and ${idColumn} = any(${ids}::text[])
      order by ${idColumn}, changed_at desc) as newest
    where not deleted ${inPlace}`.execute(trx);
  if (kind === 'lead') {
    await sql`
      update lead set open = false, changed_at = newest.changed_at
      from (
        select lead_id, max(changed_at) as changed_at from lead_version
        where org_id = ${orgId} and lead_id = any(${ids}::text[]) group by lead_id) as newest
      where lead.org_id = ${orgId} and lead.lead_id = newest.lead_id and newest.changed_at > lead.changed_at`.execute(
      trx,
    );
  }
  return Number(marked.numAffectedRows ?? 0n);
}
