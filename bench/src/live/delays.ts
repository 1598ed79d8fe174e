import { setTimeout as after } from 'node:timers/promises';
import { randomFrom } from '../shared/random.ts';
import type { OtherClient, Sandbox } from '../shared/sandbox.ts';

/** From a change in the org to the score that follows from it, in milliseconds. */
export interface Delays {
  /** Of changes that moved a score: until the org showed it. Ascending. */
  readonly writeBackMs: readonly number[];
  /** Changes after which no score was written, as where it stays the same: the score log tells whether it was computed. */
  readonly unchanged: readonly Change[];
  /** API calls of the follower for each change. */
  readonly callsPerChange: number;
}

export interface Change {
  readonly leadId: string;
  /** When the org had answered it, by this machine's clock. */
  readonly changedAt: number;
}

export interface DelaySettings {
  readonly changes: number;
  readonly perSecond: number;
  readonly seed: number;
  /** How long the last scores are waited for. */
  readonly timeoutMs: number;
}

interface LeadRow {
  readonly Id: string;
  readonly Leadlight_Scored_At__c: string | null;
}

const POLL_INTERVAL_MS = 100;
const industries = ['Banking', 'Technology', 'Retail', 'Healthcare', 'Manufacturing', 'Education'];
const sources = ['Referral', 'Web', 'Trade Show', 'Purchased List', 'Partner'];
const titles = ['Chief Technology Officer', 'Student', 'VP Sales', 'Assistant', 'Head of Marketing'];

/** Changes one open lead after the other as another client, and looks in the org for the scores that come of it. */
export async function measureDelays(sandbox: Sandbox, settings: DelaySettings): Promise<Delays> {
  const other = await sandbox.connectAsOtherUser();
  const random = randomFrom(settings.seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
  const leads = await rowsOf(
    other,
    `SELECT Id, Leadlight_Scored_At__c FROM Lead WHERE IsConverted = false ORDER BY CreatedDate DESC LIMIT ${settings.changes}`,
  );
  const usedBefore = await callsUsed(sandbox);
  // The org tells whole seconds.
  const begin = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
  const changedAt = new Map<string, number>();
  const seenAfter = new Map<string, number>();
  let ownCalls = 0;
  let finished = false;
  const looking = (async () => {
    const soql = `SELECT Id, Leadlight_Scored_At__c FROM Lead WHERE Leadlight_Scored_At__c >= ${begin}`;
    while (!finished) {
      const rows = await rowsOf(other, soql);
      ownCalls += Math.max(1, Math.ceil(rows.length / 2_000));
      for (const { Id } of rows) {
        const at = changedAt.get(Id);
        if (at !== undefined && !seenAfter.has(Id)) seenAfter.set(Id, Date.now() - at);
      }
      await after(POLL_INTERVAL_MS);
    }
  })();
  const beganAt = Date.now();
  for (const [index, { Id }] of leads.entries()) {
    await after(Math.max(0, beganAt + (index * 1000) / settings.perSecond - Date.now()));
    const change = { Industry: pick(industries), NumberOfEmployees: Math.ceil(random() * 5_000), Title: pick(titles) };
    await other.send('PATCH', `/sobjects/Lead/${Id}`, { ...change, LeadSource: pick(sources) });
    changedAt.set(Id, Date.now());
    ownCalls += 1;
  }
  await after(settings.timeoutMs);
  finished = true;
  await looking;
  const used = (await callsUsed(sandbox)) - usedBefore - ownCalls;
  return {
    writeBackMs: [...seenAfter.values()].sort((a, b) => a - b),
    unchanged: [...changedAt].flatMap(([leadId, at]) => (seenAfter.has(leadId) ? [] : [{ leadId, changedAt: at }])),
    callsPerChange: used / leads.length,
  };
}

async function rowsOf(other: OtherClient, soql: string): Promise<readonly LeadRow[]> {
  const rows: LeadRow[] = [];
  let path: string | undefined = `/query?q=${encodeURIComponent(soql)}`;
  while (path !== undefined) {
    const page: { records: LeadRow[]; nextRecordsUrl?: string } = await other.send('GET', path);
    rows.push(...page.records);
    path = page.nextRecordsUrl?.replace(/^.*\/v[\d.]+/, '');
  }
  return rows;
}

async function callsUsed(sandbox: Sandbox): Promise<number> {
  const connection = await sandbox.connect();
  await connection.json({ method: 'GET', path: '/limits' });
  return connection.apiUsage()?.used ?? 0;
}

/** @param share 0.5 = median @param ascending not empty */
export const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))]!;
