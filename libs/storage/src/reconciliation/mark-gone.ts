import type { HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Trx } from '../database/tables.ts';
import { VERSIONS } from './versions.ts';

/** Adds a deleted version to each of these records that is not deleted: its newest one, said anew. */
export async function markGone(
  trx: Trx,
  orgId: string,
  kind: HistoryRecord['kind'],
  ids: readonly string[],
  at: number,
): Promise<number> {
  const { table, id, facts, newestOnly } = VERSIONS[kind];
  const columns = sql.join(facts.map((fact) => sql.ref(fact)));
  const idColumn = sql.ref(id);
  const inPlace = newestOnly
    ? sql`on conflict (org_id, ${idColumn}) do update set changed_at = excluded.changed_at, deleted = true`
    : sql``;
  const marked = await sql`
    insert into ${sql.table(table)} (org_id, ${idColumn}, changed_at, deleted, ${columns})
    select ${orgId}, ${idColumn}, greatest(${at}::int8, changed_at + 1), true, ${columns}
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
