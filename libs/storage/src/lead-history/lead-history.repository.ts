import type { LeadHistory } from '@leadlight/lead-features';
import type { HistoryRecord, LeadHistoryStore, LeadRange } from '@leadlight/workflows';
import { TableStatistics } from '../database/table-statistics.ts';
import type { Database } from '../database/tables.ts';
import { lockOrg } from '../orgs/lock-org.ts';
import { withoutErased } from '../personal-data/erased-parties.ts';
import { appendRecords } from './append-records.ts';
import { assembleHistories } from './assemble.ts';
import { cachedHistories } from './cached-histories.ts';
import { findRows } from './find-rows.ts';
import { readRows, type LeadRow } from './read-rows.ts';
import { findSyncCursor, moveSyncCursor } from './sync-cursor.repository.ts';
import { VERSION_TABLES } from './version-tables.ts';

/** @param maxCached how many histories, of all orgs together, `findHistories` caches, each until it changes */
export function leadHistoryRepository(db: Database, maxCached = 0): LeadHistoryStore {
  const find: LeadHistoryStore['findHistories'] = async (orgId, leadIds) => {
    if (leadIds.length === 0) return new Map();
    const histories = assembleHistories(await findRows(db, orgId, leadIds));
    return new Map(histories.map((history) => [history.leadId, history]));
  };
  const statistics = new TableStatistics(db);
  return {
    async append(orgId, stream, records, cursor) {
      const added = await db.transaction().execute(async (trx) => {
        // One append at a time for an org, and none during an erasure.
        const { wasSynced } = await lockOrg(trx, orgId);
        if (cursor !== undefined) await moveSyncCursor(trx, orgId, stream, cursor);
        return appendRecords(trx, orgId, await withoutErased(trx, orgId, records), wasSynced);
      });
      await statistics.noteAdded(orgId, rowsByTable(records));
      return added;
    },

    findCursor: (orgId, stream) => findSyncCursor(db, orgId, stream),

    readHistories: (orgId, which, chunkSize, range) => readHistories(db, orgId, which, chunkSize, range),

    findHistories: maxCached > 0 ? cachedHistories(db, find, maxCached) : find,

    async countLeads(orgId) {
      const { all, open } = await db
        .selectFrom('lead')
        .select((eb) => [
          eb.fn.countAll<number>().as('all'),
          eb.fn.countAll<number>().filterWhere('open', '=', true).as('open'),
        ])
        .where('org_id', '=', orgId)
        .executeTakeFirstOrThrow();
      return { all, open };
    },
  };
}

function rowsByTable(records: readonly HistoryRecord[]): Record<string, number> {
  const rows: Record<string, number> = {};
  for (const { kind } of records) {
    const { table } = VERSION_TABLES[kind];
    rows[table] = (rows[table] ?? 0) + 1;
  }
  const leads = rows['lead_version'] ?? 0;
  return { ...rows, lead: leads, unscored_lead: leads };
}

/** Keyset pagination: each chunk starts after the last lead of the one before, so the last costs no more than the first. */
async function* readHistories(
  db: Database,
  orgId: string,
  which: 'all' | 'open',
  chunkSize: number,
  range: LeadRange = { after: '', last: null },
): AsyncGenerator<readonly LeadHistory[]> {
  let leads: readonly LeadRow[];
  let { after } = range;
  do {
    leads = await readChunk(db, orgId, which, { after, last: range.last }, chunkSize);
    if (leads.length > 0) yield assembleHistories(await readRows(db, orgId, leads));
    after = leads.at(-1)?.lead_id ?? after;
  } while (leads.length === chunkSize);
}

function readChunk(
  db: Database,
  orgId: string,
  which: 'all' | 'open',
  { after, last }: LeadRange,
  chunkSize: number,
): Promise<LeadRow[]> {
  let chunk = db
    .selectFrom('lead')
    .select(['lead_id', 'contact_id', 'master_contact_id', 'opportunity_id'])
    .where('org_id', '=', orgId)
    .where('lead_id', '>', after)
    .orderBy('lead_id')
    .limit(chunkSize);
  if (which === 'open') chunk = chunk.where('open', '=', true);
  if (last !== null) chunk = chunk.where('lead_id', '<=', last);
  return chunk.execute();
}
