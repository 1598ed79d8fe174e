import type { ActivityRecord, HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import { jsonRows } from '../database/storable-json.ts';
import type { Trx } from '../database/tables.ts';
import { assignRevisions, type Revised } from './assign-revisions.ts';
import { noteChangedHistories } from './history-changes.ts';
import { insertNewVersions } from './insert-new-versions.ts';
import { followMergedContacts } from './merged-contacts.ts';
import { memberOf, VERSION_TABLES } from './version-tables.ts';

/** Kinds in the order in which they are stored: a child never before its lead. */
export const CHILD_KINDS = ['fieldChange', 'activity', 'campaignMembership', 'opportunity', 'contact'] as const;

/**
 * Appends versions of one kind. Nearly every one is the only version of its record at its time, so all are inserted as the first;
 * revisions are assigned only if that met rows that existed already. Opportunities and contacts mark no lead for scoring, because
 * their lead is converted and no longer scored.
 * @returns how many versions were new
 */
export async function appendVersions(
  trx: Trx,
  orgId: string,
  kind: (typeof CHILD_KINDS)[number],
  records: readonly HistoryRecord[],
  marking: boolean,
): Promise<number> {
  if (records.length === 0) return 0;
  if (kind === 'activity' && marking) await markPreviousParties(trx, orgId, records as readonly ActivityRecord[]);
  const first = records.map((record) => ({ ...record, revision: 0 }));
  let count = await insertVersions(trx, orgId, kind, first, marking);
  if (count < records.length && kind !== 'fieldChange' && kind !== 'contact') {
    const revised = await assignRevisions(trx, orgId, kind, records as readonly RevisedRecord[]);
    const later = revised.filter(({ revision }) => revision > 0);
    if (later.length > 0) count += await insertVersions(trx, orgId, kind, later, marking);
  }
  if (kind === 'contact') {
    // Leads whose contact was merged follow it immediately.
    await followMergedContacts(
      trx,
      orgId,
      records.map((record) => record.id),
    );
  }
  return count;
}

type RevisedRecord = Extract<HistoryRecord, { kind: 'activity' | 'campaignMembership' | 'opportunity' }>;

async function insertVersions(
  trx: Trx,
  orgId: string,
  kind: (typeof CHILD_KINDS)[number],
  records: readonly Revised<HistoryRecord>[],
  marking: boolean,
): Promise<number> {
  if (records.length === 0) return 0;
  const { table, id, party, columns } = VERSION_TABLES[kind];
  const types = Object.entries(columns);
  const insert = sql`
    insert into ${sql.table(table)}
      (org_id, ${sql.ref(id)}, changed_at, revision, deleted, ${sql.join(types.map(([column]) => sql.ref(column)))})
    select ${orgId}, id, "changedAt", revision, deleted, ${sql.join(types.map(([column]) => sql.ref(memberOf(column))))}
    from json_to_recordset(${jsonRows(records)}::json) as r(
      id text, "changedAt" int8, revision int4, deleted boolean,
      ${sql.join(types.map(([column, type]) => sql`${sql.ref(memberOf(column))} ${sql.raw(type)}`))})
    on conflict do nothing`;
  const { count, recordIds } = await insertNewVersions(
    trx,
    orgId,
    insert,
    id,
    party === undefined || !marking ? undefined : sql.ref(party),
  );
  await noteChangedHistories(trx, orgId, kind, recordIds);
  return count;
}

/** An activity that moves to another party changes the history of the previous one too. */
async function markPreviousParties(trx: Trx, orgId: string, records: readonly ActivityRecord[]): Promise<void> {
  const rows = jsonRows(records.map(({ id, partyId }) => ({ id, partyId })));
  await sql`
    with moved as materialized (
      select ${orgId}::text as org_id, r.* from json_to_recordset(${rows}::json) as r(id text, "partyId" text)
    )
    insert into unscored_lead (org_id, lead_id)
    select ${orgId}, known.party_id from moved
    join activity_version known on known.org_id = moved.org_id and known.activity_id = moved.id
    where known.party_id <> moved."partyId" and known.party_id <> ''
    group by known.party_id order by known.party_id
    on conflict (org_id, lead_id) do update set mark = excluded.mark`.execute(trx);
}
