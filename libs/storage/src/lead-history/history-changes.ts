import { sql } from 'kysely';
import type { Database, Trx } from '../database/tables.ts';

/** Histories that changed, by lead; `'any'` where all of them may have. */
export interface HistoryChanges {
  readonly leadIds: readonly string[] | 'any';
  /** Where the org stands now. */
  readonly revision: number;
}

/** More than so many are not told one by one. */
const MAX_LISTED_CHANGES = 5_000;

/** How often the org's histories have changed. */
export async function findHistoryRevision(db: Database, orgId: string): Promise<number> {
  const row = await db.selectFrom('history_revision').select('revision').where('org_id', '=', orgId).executeTakeFirst();
  return row?.revision ?? 0;
}

/** Notes that any history may have changed, in place of which did: after an erasure no note may name the lead. */
export async function invalidateAllHistories(trx: Trx, orgId: string): Promise<void> {
  await trx.deleteFrom('changed_history').where('org_id', '=', orgId).execute();
  await sql`
    insert into changed_history (org_id, revision, party_id)
    select org_id, revision, '' from history_revision where org_id = ${orgId}`.execute(trx);
}

/** What has changed since `revision`. */
export async function findHistoryChanges(db: Database, orgId: string, revision: number): Promise<HistoryChanges> {
  const rows = await db
    .selectFrom('changed_history')
    .select(['revision', 'party_id'])
    .where('org_id', '=', orgId)
    .where('revision', '>', revision)
    .orderBy('revision')
    .limit(MAX_LISTED_CHANGES)
    .execute();
  const [first] = rows;
  if (!first) return { leadIds: [], revision };
  // Every revision has a note: where the next one has none any more, others are missing too.
  const whole =
    first.revision === revision + 1 && rows.length < MAX_LISTED_CHANGES && rows.every((row) => row.party_id !== '');
  if (!whole) return { leadIds: 'any', revision: await findHistoryRevision(db, orgId) };
  return { leadIds: rows.map((row) => row.party_id), revision: rows.at(-1)?.revision ?? revision };
}
