import type { HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Trx } from '../database/tables.ts';
import { noteChangedHistories } from '../lead-history/history-changes.ts';
import { VERSION_TABLES } from '../lead-history/version-tables.ts';

/**
 * Adds a deleted version to each of these records that is not deleted: the CRM no longer has them and never reported it.
 * A record that was only invisible, because its transaction had not ended or a permission was missing for a while, is
 * delivered again with an earlier time. Leads and users are therefore flagged (`deletion_inferred`), and other records are
 * deleted as of their newest version, as its next revision. For leads and users retention counts from `at`.
 * @returns how many were not deleted before
 */
export async function markDeleted(
  trx: Trx,
  orgId: string,
  kind: HistoryRecord['kind'],
  ids: readonly string[],
  at: number,
): Promise<number> {
  if (kind === 'user') return markUsersDeleted(trx, orgId, ids, at);
  const { table, id, columns } = VERSION_TABLES[kind];
  const values = sql.join(Object.keys(columns).map((column) => sql.ref(column)));
  const [idColumn, isLead] = [sql.ref(id), kind === 'lead'];
  const { rows: marked } = await sql<{ id: string }>`
    insert into ${sql.table(table)}
      (org_id, ${idColumn}, changed_at, revision, deleted, ${values}${isLead ? sql`, deletion_inferred` : sql``})
    select ${orgId}, ${idColumn}, ${isLead ? sql`greatest(${at}::int8, changed_at)` : sql`changed_at`}, revision + 1,
      true, ${values}${isLead ? sql`, true` : sql``}
    from unnest(${[...new Set(ids)]}::text[]) as missing(id)
    cross join lateral (
      select * from ${sql.table(table)}
      where org_id = ${orgId} and ${idColumn} = missing.id
      order by changed_at desc, revision desc limit 1) as newest
    where not deleted
    returning ${idColumn} as id`.execute(trx);
  await noteChangedHistories(
    trx,
    orgId,
    kind,
    marked.map((row) => row.id),
  );
  if (isLead) await closeLeads(trx, orgId, ids);
  return marked.length;
}

async function closeLeads(trx: Trx, orgId: string, ids: readonly string[]): Promise<void> {
  await sql`
    with newest as materialized (
      select version.* from unnest(${ids}::text[]) as missing(id)
      cross join lateral (
        select org_id, lead_id, changed_at, revision, deleted from lead_version
        where org_id = ${orgId} and lead_id = missing.id
        order by changed_at desc, revision desc limit 1) as version
    )
    update lead set open = false, changed_at = newest.changed_at, revision = newest.revision
    from newest
    where lead.org_id = newest.org_id and lead.lead_id = newest.lead_id and newest.deleted`.execute(trx);
}

async function markUsersDeleted(trx: Trx, orgId: string, ids: readonly string[], at: number): Promise<number> {
  const marked = await sql`
    update crm_user set changed_at = greatest(${at}::int8, changed_at), deleted = true, deletion_inferred = true
    where org_id = ${orgId} and user_id = any(${ids}::text[]) and not deleted`.execute(trx);
  return Number(marked.numAffectedRows ?? 0n);
}
