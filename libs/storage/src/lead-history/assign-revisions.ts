import { isDeepStrictEqual } from 'node:util';
import type { HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';
import { DETECTED_DELETION_MS } from '../reconciliation/mark-deleted.ts';
import { VERSION_TABLES } from './version-tables.ts';

/** Kinds whose records change; rows of field history never do, and of users and contacts nothing but the newest is of use. */
const REVISED_KINDS = ['lead', 'activity', 'campaignMembership', 'opportunity'] as const;
/** So many changes of one record within one second are told apart. */
const MAX_REVISIONS = 10;

type Version = Readonly<Record<string, unknown>> & { readonly id: string; readonly changed_at: number };

/**
 * A CRM that tells times in whole seconds gives two changes of a record within one second the same time, and what was read
 * between the two would pass for both. Of what is told with the time of a stored version and says something else, the one
 * read last counts: it becomes a version of its own, a millisecond after the one that is stored. Held against the newest of
 * them alone: what a slow reading brings after a faster one is set right by the next, and so is a value that came back. A lead
 * that was found gone and is told again counts from just after it was found gone.
 */
export async function assignRevisions(
  trx: Trx,
  orgId: string,
  records: readonly HistoryRecord[],
): Promise<readonly HistoryRecord[]> {
  const later = new Map<HistoryRecord, number>();
  for (const kind of REVISED_KINDS) {
    const ofKind = records.filter((record) => record.kind === kind);
    const stored = Map.groupBy(await versionsFrom(trx, orgId, kind, ofKind), ({ id }) => id);
    for (const record of ofKind) {
      const after = (stored.get(record.id) ?? []).filter(({ changed_at: at }) => at >= record.changedAt);
      const newest = after.at(-1);
      if (!newest || after[0]!.changed_at !== record.changedAt || isSameAs(newest, record)) continue;
      later.set(record, newest.changed_at + 1);
    }
  }
  for (const [lead, at] of await findReappearedLeads(trx, orgId, records)) later.set(lead, at);
  if (later.size === 0) return records;
  return records.map((record) => ({ ...record, changedAt: later.get(record) ?? record.changedAt }));
}

/** Leads among the records that were found gone, which the CRM had not told, and are there again: when they are. */
async function findReappearedLeads(
  trx: Trx,
  orgId: string,
  records: readonly HistoryRecord[],
): Promise<readonly (readonly [HistoryRecord, number])[]> {
  const leads = records.filter(({ kind, deleted }) => kind === 'lead' && !deleted);
  if (leads.length === 0) return [];
  const { rows } = await sql<{ id: string; at: number }>`
    select lead.id, newest.changed_at as at
    from unnest(${[...new Set(leads.map(({ id }) => id))]}::text[]) as lead(id)
    cross join lateral (
      select changed_at, deleted from lead_version v
      where v.org_id = ${orgId} and v.lead_id = lead.id
      order by v.changed_at desc limit 1) as newest
    where newest.deleted and newest.changed_at % 1000 = ${DETECTED_DELETION_MS}`.execute(trx);
  const goneAt = new Map(rows.map(({ id, at }) => [id, at]));
  return leads.flatMap((lead) => {
    const at = goneAt.get(lead.id);
    return at !== undefined && at >= lead.changedAt ? [[lead, at + 1] as const] : [];
  });
}

/** Stored versions from the times of these records on, for a few milliseconds, oldest first. */
async function versionsFrom(
  trx: Trx,
  orgId: string,
  kind: (typeof REVISED_KINDS)[number],
  records: readonly HistoryRecord[],
): Promise<readonly Version[]> {
  if (records.length === 0) return [];
  const { table, id, valueColumns: facts } = VERSION_TABLES[kind];
  const idColumn = sql.ref(`v.${id}`);
  const columns = facts.map((fact) => (fact === 'fields' ? inheritedFields : sql.ref(`v.${fact}`)));
  const times = jsonRows(records.map((record) => ({ id: record.id, changedAt: record.changedAt })));
  const { rows } = await sql<Version>`
    with r as materialized (
      select ${orgId}::text as org_id, page.*
      from json_to_recordset(${times}::json) as page(id text, "changedAt" int8)
    )
    select distinct ${idColumn} as id, v.changed_at, v.deleted, ${sql.join(columns)}
    from r join ${sql.table(table)} v on v.org_id = r.org_id and ${idColumn} = r.id
      and v.changed_at >= r."changedAt" and v.changed_at < r."changedAt" + ${MAX_REVISIONS}::int8
    order by 1, 2`.execute(trx);
  return rows;
}

/** A version of a lead that says nothing new is stored without its fields: they are those of the one before. */
const inheritedFields = sql`coalesce(v.fields, (
  select whole.fields from lead_version whole
  where whole.org_id = v.org_id and whole.lead_id = v.lead_id and whole.changed_at < v.changed_at
    and whole.fields is not null
  order by whole.changed_at desc limit 1))::jsonb as fields`;

/** Whether the record says what this version says. */
function isSameAs({ id: _id, changed_at: _at, ...version }: Version, record: HistoryRecord): boolean {
  // As it would be stored.
  const [told] = JSON.parse(jsonRows([record])) as [Readonly<Record<string, unknown>>];
  return Object.entries(version).every(([column, value]) => isDeepStrictEqual(value, told[camelCase(column)] ?? null));
}

const camelCase = (column: string): string => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
