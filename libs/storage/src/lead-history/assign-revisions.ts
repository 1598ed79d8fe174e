import { isDeepStrictEqual } from 'node:util';
import type { HistoryRecord, LeadRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';
import { memberOf, VERSION_TABLES } from './version-tables.ts';

/** Kinds whose records change. Rows of field history never do; only the newest version of users and contacts matters. */
type RevisedKind = 'lead' | 'activity' | 'campaignMembership' | 'opportunity';

/** A record with its place among the versions of the same `changedAt`. */
export type Revised<Record extends HistoryRecord> = Record & { readonly revision: number };

type StoredVersion = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly changed_at: number;
  readonly revision: number;
};

/**
 * Assigns each record its revision among versions with the same time: the CRM may store whole seconds, and a record that
 * is read again for an added field keeps its time. A record that differs from the newest stored version of its time becomes
 * the next revision, because the record read last counts.
 */
export async function assignRevisions<Read extends HistoryRecord & { readonly kind: RevisedKind }>(
  trx: Trx,
  orgId: string,
  kind: Read['kind'],
  records: readonly Read[],
): Promise<readonly Revised<Read>[]> {
  const stored = await newestOfSameTime(trx, orgId, kind, records);
  return records.map((record) => {
    const newest = stored.get(keyOf(record.id, record.changedAt));
    return { ...record, revision: newest === undefined ? 0 : newest.revision + (isSameAs(newest, record) ? 0 : 1) };
  });
}

/** The same for leads. One that reappears after its deletion was inferred becomes newer than that deletion, even if its own time is earlier. */
export async function assignLeadRevisions(
  trx: Trx,
  orgId: string,
  leads: readonly LeadRecord[],
): Promise<readonly Revised<LeadRecord>[]> {
  const reappeared = await findReappearedLeads(trx, orgId, leads);
  return (await assignRevisions(trx, orgId, 'lead', leads)).map((lead, index) => {
    const after = reappeared.get(lead.id);
    return after !== undefined && !lead.deleted && after.changedAt >= leads[index]!.changedAt
      ? { ...lead, ...after }
      : lead;
  });
}

/** The places after inferred deletions. */
async function findReappearedLeads(
  trx: Trx,
  orgId: string,
  records: readonly LeadRecord[],
): Promise<ReadonlyMap<string, { readonly changedAt: number; readonly revision: number }>> {
  const leads = records.filter(({ deleted }) => !deleted);
  if (leads.length === 0) return new Map();
  const { rows } = await sql<{ id: string; changedAt: number; revision: number }>`
    select lead.id, newest.changed_at as "changedAt", newest.revision + 1 as revision
    from unnest(${[...new Set(leads.map(({ id }) => id))]}::text[]) as lead(id)
    cross join lateral (
      select changed_at, revision, deletion_inferred from lead_version v
      where v.org_id = ${orgId} and v.lead_id = lead.id
      order by v.changed_at desc, v.revision desc limit 1) as newest
    where newest.deletion_inferred`.execute(trx);
  return new Map(rows.map(({ id, ...after }) => [id, after]));
}

async function newestOfSameTime(
  trx: Trx,
  orgId: string,
  kind: RevisedKind,
  records: readonly HistoryRecord[],
): Promise<ReadonlyMap<string, StoredVersion>> {
  if (records.length === 0) return new Map();
  const { table, id, columns } = VERSION_TABLES[kind];
  const values = Object.keys(columns).map((column) => (column === 'fields' ? inheritedFields : sql.ref(`v.${column}`)));
  const times = jsonRows(records.map((record) => ({ id: record.id, changedAt: record.changedAt })));
  const { rows } = await sql<StoredVersion>`
    select newest.* from json_to_recordset(${times}::json) as page(id text, "changedAt" int8)
    cross join lateral (
      select ${sql.ref(`v.${id}`)} as id, v.changed_at, v.revision, v.deleted, ${sql.join(values)}
      from ${sql.table(table)} v
      where v.org_id = ${orgId} and ${sql.ref(`v.${id}`)} = page.id and v.changed_at = page."changedAt"
      order by v.revision desc limit 1) as newest`.execute(trx);
  return new Map(rows.map((row) => [keyOf(row.id, row.changed_at), row]));
}

const keyOf = (id: string, changedAt: number): string => `${id} ${changedAt}`;

/** A lead version with nothing new is stored without its fields, which equal those of the version before. */
const inheritedFields = sql`coalesce(v.fields, (
  select before.fields from lead_version before
  where before.org_id = v.org_id and before.lead_id = v.lead_id and before.fields is not null
    and (before.changed_at, before.revision) < (v.changed_at, v.revision)
  order by before.changed_at desc, before.revision desc limit 1))::jsonb as fields`;

function isSameAs(
  { id: _id, changed_at: _at, revision: _revision, ...stored }: StoredVersion,
  record: HistoryRecord,
): boolean {
  // As it would be stored.
  const [delivered] = JSON.parse(jsonRows([record])) as [Readonly<Record<string, unknown>>];
  return Object.entries(stored).every(([column, value]) =>
    isDeepStrictEqual(value, delivered[memberOf(column)] ?? null),
  );
}
