import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LeadHistory } from '@leadlight/lead-features';
import { createCrmSource, type SalesforceConnection } from '@leadlight/salesforce';
import { openStorage, type Storage } from '@leadlight/storage';
import { noProgress, scoreHistories, scoringModelOf, syncOrg } from '@leadlight/workflows';
import { queryAll } from '../shared/query-all.ts';

interface LeadRow {
  readonly Id: string;
  readonly Leadlight_Score__c: number | null;
  readonly Leadlight_Band__c: string | null;
}

interface HistoryRow {
  /** Ends with the time of the score to the millisecond; the org's own times are whole seconds. */
  readonly Key__c: string;
  readonly Lead__c: string;
}

const TIME_LENGTH = '2026-11-23T12:00:00.000Z'.length;

/** The differences between the org, the storage and the score log of a followed org, one sentence each. */
export async function compareFollowedOrg(storage: Storage, connection: SalesforceConnection): Promise<string[]> {
  const stored = await allHistories(storage, connection.orgId);
  return [
    ...(await compareHistories(stored, connection)),
    ...(await compareOpenLeads(storage, connection, stored)),
    ...(await compareScoreHistory(storage, connection)),
  ];
}

type Histories = ReadonlyMap<string, LeadHistory>;

async function allHistories(storage: Storage, orgId: string): Promise<Histories> {
  const histories = new Map<string, LeadHistory>();
  for await (const chunk of storage.leadHistories.readHistories(orgId, 'all', 500)) {
    for (const history of chunk) histories.set(history.leadId, history);
  }
  return histories;
}

/** Compares the stored histories with those of a full sync into an empty storage. */
async function compareHistories(stored: Histories, connection: SalesforceConnection): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-full-sync-'));
  const emptyStorage = await openStorage({ folder });
  try {
    await syncOrg({ ...emptyStorage, source: createCrmSource(connection), clock: { now: Date.now } }, noProgress);
    const expected = await allHistories(emptyStorage, connection.orgId);
    const differences = [...expected.values()].flatMap((history) => {
      const found = stored.get(history.leadId);
      if (!found) return [`${history.leadId} is in the org and not in the storage`];
      const [inOrg, here] = [comparable(history), comparable(found)];
      return Object.keys(inOrg)
        .filter((key) => !isDeepStrictEqual(inOrg[key], here[key]))
        .map((key) => `${history.leadId}: ${key} differs: ${toText(inOrg[key])} in the org, ${toText(here[key])} here`);
    });
    for (const leadId of stored.keys()) if (!expected.has(leadId)) differences.push(`${leadId} is in the storage only`);
    return differences;
  } finally {
    await emptyStorage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const toText = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

/** What every reader of the org sees; only the follower has the journal of untracked fields. */
function comparable(history: LeadHistory): Readonly<Record<string, unknown>> {
  const { createdAt, fields, convertedAt, isDeleted, opportunity, activities, campaigns } = history;
  const byId = <T extends { readonly id: string }>(items: readonly T[]) =>
    items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    createdAt,
    fields,
    convertedAt,
    isDeleted,
    opportunity,
    activities: byId(activities),
    campaigns: byId(campaigns),
  };
}

async function compareOpenLeads(
  storage: Storage,
  connection: SalesforceConnection,
  stored: Histories,
): Promise<string[]> {
  const { orgId } = connection;
  const active = (await storage.models.findActive(orgId))!;
  const scoring = scoringModelOf(active, await storage.models.getFile(orgId, active.id));
  const rows = await queryAll<LeadRow>(
    (path) => connection.json({ method: 'GET', path }),
    'SELECT Id, Leadlight_Score__c, Leadlight_Band__c FROM Lead WHERE IsConverted = false',
  );
  const differences: string[] = [];
  for (const { Id: leadId, Leadlight_Score__c: score, Leadlight_Band__c: band } of rows) {
    const [last] = await storage.scoreLog.findBySubject(orgId, leadId, 1);
    const history = stored.get(leadId);
    if (!last || !history) {
      differences.push(`${leadId} is open and was never scored`);
      continue;
    }
    if (last.score !== score || last.band !== band) {
      differences.push(`${leadId} has score ${score} in the org and ${last.score} in the log`);
    }
    const [scored] = await scoreHistories(scoring, [history], last.scoredAt, 0);
    if (scored!.inputHash !== last.inputHash) differences.push(`${leadId} was not scored on its latest state`);
  }
  const { pending } = await storage.outbox.counts(orgId);
  if (pending > 0) differences.push(`${pending} scores wait in the outbox`);
  const jobs = await storage.writeJobs.list(orgId);
  if (jobs.length > 0) differences.push(`${jobs.length} write jobs were never completed`);
  return differences;
}

async function compareScoreHistory(storage: Storage, connection: SalesforceConnection): Promise<string[]> {
  const rows = await queryAll<HistoryRow>(
    (path) => connection.json({ method: 'GET', path }),
    'SELECT Key__c, Lead__c FROM Leadlight_Score_History__c',
  );
  const differences: string[] = [];
  const keys = new Set(rows.map(({ Key__c: key }) => key));
  if (keys.size < rows.length) differences.push('rows of score history are doubled');
  for (const [leadId, ofLead] of Map.groupBy(rows, (row) => row.Lead__c)) {
    const logged = await storage.scoreLog.findBySubject(connection.orgId, leadId, 10_000);
    const times = new Set(logged.map(({ scoredAt }) => scoredAt));
    const unlogged = ofLead.filter(({ Key__c: key }) => !times.has(Date.parse(key.slice(-TIME_LENGTH))));
    if (unlogged.length > 0) differences.push(`${leadId} has ${unlogged.length} history rows that are not in the log`);
  }
  return differences;
}
