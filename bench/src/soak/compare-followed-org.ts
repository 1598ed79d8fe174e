import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import type { LeadHistory } from '@leadlight/lead-features';
import { createCrmSource, type SalesforceConnection } from '@leadlight/salesforce';
import { openStorage, type Storage } from '@leadlight/storage';
import { scoreHistories, scoringModelOf, noProgress, syncOrg } from '@leadlight/workflows';

interface LeadRow {
  readonly Id: string;
  readonly Leadlight_Score__c: number | null;
  readonly Leadlight_Band__c: string | null;
}

interface HistoryRow {
  /** Ends with the instant of the score, to the millisecond; the org's own times are whole seconds. */
  readonly Key__c: string;
  readonly Lead__c: string;
}

const INSTANT = '2026-11-23T12:00:00.000Z'.length;

/** What org, storage and score log of a followed org tell differently, a sentence each. */
export async function compareFollowedOrg(storage: Storage, connection: SalesforceConnection): Promise<string[]> {
  const { orgId } = connection;
  const kept = await allHistories(storage, orgId);
  return [
    ...(await compareHistories(kept, connection)),
    ...(await compareOpenLeads(storage, connection, kept)),
    ...(await compareScoreHistory(storage, connection)),
  ];
}

async function allHistories(storage: Storage, orgId: string): Promise<ReadonlyMap<string, LeadHistory>> {
  const histories = new Map<string, LeadHistory>();
  for await (const chunk of storage.leadHistories.readHistories(orgId, 'all', 500)) {
    for (const history of chunk) histories.set(history.leadId, history);
  }
  return histories;
}

/** The org read anew from the beginning, into a storage that knows nothing, is what the followed one must have become. */
async function compareHistories(
  kept: ReadonlyMap<string, LeadHistory>,
  connection: SalesforceConnection,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-anew-'));
  const anew = await openStorage({ folder });
  try {
    await syncOrg({ ...anew, source: createCrmSource(connection), clock: { now: Date.now } }, noProgress);
    const whole = await allHistories(anew, connection.orgId);
    const found = [...whole.values()].flatMap((history) => {
      const known = kept.get(history.leadId);
      if (!known) return [`${history.leadId} is in the org and not in the storage`];
      const differing = Object.keys(comparable(history)).filter(
        (part) => !isDeepStrictEqual(comparable(history)[part], comparable(known)[part]),
      );
      return differing.map(
        (part) =>
          `${history.leadId}: ${part} differs: ${short(comparable(history)[part])} in the org, ${short(comparable(known)[part])} here`,
      );
    });
    for (const leadId of kept.keys()) if (!whole.has(leadId)) found.push(`${leadId} is in the storage only`);
    return found;
  } finally {
    await anew.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

/** What any reader of the org must know; the journal of untracked fields is the follower's alone. */
function comparable(history: LeadHistory): Record<string, unknown> {
  const { createdAt, fields, convertedAt, isDeleted, opportunity } = history;
  const byId = <T extends { readonly id: string }>(items: readonly T[]) =>
    items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    ...{ createdAt, fields, convertedAt, isDeleted, opportunity },
    activities: byId(history.activities),
    campaigns: byId(history.campaigns),
  };
}

async function compareOpenLeads(
  storage: Storage,
  connection: SalesforceConnection,
  kept: ReadonlyMap<string, LeadHistory>,
): Promise<string[]> {
  const { orgId } = connection;
  const active = (await storage.models.findActive(orgId))!;
  const scoring = scoringModelOf(active, await storage.models.getFile(orgId, active.id));
  const rows = await allRows<LeadRow>(
    connection,
    'SELECT Id, Leadlight_Score__c, Leadlight_Band__c FROM Lead WHERE IsConverted = false',
  );
  const found: string[] = [];
  for (const row of rows) {
    const [last] = await storage.scoreLog.findBySubject(orgId, row.Id, 1);
    const history = kept.get(row.Id);
    if (!last || !history) {
      found.push(`${row.Id} is open and was never scored`);
      continue;
    }
    if (last.score !== row.Leadlight_Score__c || last.band !== row.Leadlight_Band__c) {
      found.push(`${row.Id} has score ${row.Leadlight_Score__c} in the org and ${last.score} in the log`);
    }
    const [scored] = await scoreHistories(scoring, [history], last.scoredAt, 0);
    if (scored!.inputHash !== last.inputHash) found.push(`${row.Id} was last scored on a state that is not its last`);
  }
  const { pending } = await storage.outbox.counts(orgId);
  if (pending > 0) found.push(`${pending} scores wait in the outbox`);
  const jobs = await storage.writeJobs.list(orgId);
  if (jobs.length > 0) found.push(`${jobs.length} write jobs were never seen to their end`);
  return found;
}

async function compareScoreHistory(storage: Storage, connection: SalesforceConnection): Promise<string[]> {
  const rows = await allRows<HistoryRow>(connection, 'SELECT Key__c, Lead__c FROM Leadlight_Score_History__c');
  const found: string[] = [];
  if (new Set(rows.map(({ Key__c: key }) => key)).size < rows.length) found.push('rows of score history are doubled');
  for (const [leadId, ofLead] of Map.groupBy(rows, (row) => row.Lead__c)) {
    const logged = await storage.scoreLog.findBySubject(connection.orgId, leadId, 10_000);
    const times = new Set(logged.map(({ scoredAt }) => scoredAt));
    const unlogged = ofLead.filter(({ Key__c: key }) => !times.has(Date.parse(key.slice(-INSTANT))));
    if (unlogged.length > 0) found.push(`${leadId} has ${unlogged.length} rows of history that the log does not know`);
  }
  return found;
}

async function allRows<Row>(connection: SalesforceConnection, soql: string): Promise<Row[]> {
  const rows: Row[] = [];
  let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
  while (path) {
    const page = (await connection.json({ method: 'GET', path })) as { records: Row[]; nextRecordsUrl?: string };
    rows.push(...page.records);
    path = page.nextRecordsUrl;
  }
  return rows;
}
