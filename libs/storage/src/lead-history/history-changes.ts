import { sql } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';

/** Leads whose history changed; `'any'` where every history may have. */
export interface HistoryChanges {
  readonly leadIds: readonly string[] | 'any';
  /** The org's revision now. */
  readonly revision: number;
}

const MAX_LISTED_CHANGES = 5_000;

export async function findHistoryRevision(db: Database, orgId: string): Promise<number> {
  const row = await db.selectFrom('history_revision').select('revision').where('org_id', '=', orgId).executeTakeFirst();
  return row?.revision ?? 0;
}

/** Replaces all notes of changes by one that any history may have changed: after an erasure no note may name the lead. */
export async function invalidateAllHistories(trx: Trx, orgId: string): Promise<void> {
  await trx.deleteFrom('changed_history').where('org_id', '=', orgId).execute();
  await sql`
    insert into changed_history (org_id, revision, party_id)
    select org_id, revision, '' from history_revision where org_id = ${orgId}`.execute(trx);
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
