import type { HistoryRecord } from '@leadlight/workflows';
import { sql } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';

/** Leads whose history changed; `'any'` where every history may have. */
export interface HistoryChanges {
  readonly leadIds: readonly string[] | 'any';
  /** The org's revision now. */
  readonly revision: number;
}

const MAX_LISTED_CHANGES = 5_000;
/** A change of more records is noted as one that any history may have changed. */
export const MAX_NOTED_RECORDS = 500;
const KEPT_NOTES = 1_000;

/** The tables that make up a lead's history, each with the columns of its records' ids and of whose history they are. */
const NOTED_TABLES = {
  lead: ['lead_version', 'lead_id', 'lead_id'],
  fieldChange: ['field_change', 'change_id', 'lead_id'],
  activity: ['activity_version', 'activity_id', 'party_id'],
  campaignMembership: ['campaign_membership_version', 'membership_id', 'lead_id'],
} as const satisfies Partial<Record<HistoryRecord['kind'], readonly string[]>>;

export async function findHistoryRevision(db: Database, orgId: string): Promise<number> {
  const row = await db.selectFrom('history_revision').select('revision').where('org_id', '=', orgId).executeTakeFirst();
  return row?.revision ?? 0;
}

/**
 * Notes which histories were changed by versions that this transaction has added, for processes that cache histories. A
 * version that moves to another party changes the histories of both. The newest notes of an org are kept.
 * @param ids records with new versions; `MAX_NOTED_RECORDS` + 1 of them stand for any number
 */
export async function noteChangedHistories(
  trx: Trx,
  orgId: string,
  kind: HistoryRecord['kind'],
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0 || !isNoted(kind)) return;
  const revision = await nextRevision(trx, orgId);
  const [table, id, party] = NOTED_TABLES[kind];
  await sql`
    insert into changed_history (org_id, revision, party_id)
    ${
      ids.length > MAX_NOTED_RECORDS
        ? sql`values (${orgId}, ${revision}::int8, '')`
        : sql`select distinct org_id, ${revision}::int8, ${sql.ref(party)} from ${sql.table(table)}
            where org_id = ${orgId} and ${sql.ref(id)} = any(${ids}::text[])`
    }`.execute(trx);
  await trx
    .deleteFrom('changed_history')
    .where('org_id', '=', orgId)
    .where('revision', '<=', revision - KEPT_NOTES)
    .execute();
}

const isNoted = (kind: HistoryRecord['kind']): kind is keyof typeof NOTED_TABLES => kind in NOTED_TABLES;

async function nextRevision(trx: Trx, orgId: string): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    insert into history_revision as known (org_id, revision) values (${orgId}, 1)
    on conflict (org_id) do update set revision = known.revision + 1
    returning revision`.execute(trx);
  return rows[0]!.revision;
}

/** Replaces all notes of changes by one that any history may have changed: after an erasure no note may name the lead. */
export async function invalidateAllHistories(trx: Trx, orgId: string): Promise<void> {
  const revision = await nextRevision(trx, orgId);
  await trx.deleteFrom('changed_history').where('org_id', '=', orgId).execute();
  await trx.insertInto('changed_history').values({ org_id: orgId, revision, party_id: '' }).execute();
}

export async function findHistoryChanges(db: Database, orgId: string, since: number): Promise<HistoryChanges> {
  const rows = await db
    .selectFrom('changed_history')
    .select(['revision', 'party_id'])
    .where('org_id', '=', orgId)
    .where('revision', '>', since)
    .orderBy('revision')
    .limit(MAX_LISTED_CHANGES)
    .execute();
  const [first] = rows;
  if (!first) return { leadIds: [], revision: since };
  // Every revision has a note: where the next one has been removed, later ones may be missing too.
  const complete =
    first.revision === since + 1 && rows.length < MAX_LISTED_CHANGES && rows.every((row) => row.party_id !== '');
  if (!complete) return { leadIds: 'any', revision: await findHistoryRevision(db, orgId) };
  return { leadIds: rows.map((row) => row.party_id), revision: rows.at(-1)!.revision };
}
