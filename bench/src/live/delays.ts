import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@leadlight/common';
import { queryAll } from '../shared/query-all.ts';
import type { Sandbox } from '../shared/sandbox.ts';

/** From changes in the org to the scores that follow from them. */
export interface Delays {
  /** Milliseconds until the org showed the new score, of changes that moved it; ascending. */
  readonly writeBackMs: readonly number[];
  /** Changes after which no score was written, as where it stayed the same; the score log shows whether it was computed. */
  readonly unchanged: readonly Change[];
  /** API calls of the follower per change. */
  readonly callsPerChange: number;
}

export interface Change {
  readonly leadId: string;
  /** When the org had answered, by this machine's clock. */
  readonly changedAt: number;
}

export interface DelaySettings {
  readonly changes: number;
  readonly perSecond: number;
  readonly seed: number;
  /** Time to wait for the last scores. */
  readonly timeoutMs: number;
}

interface LeadRow {
  readonly Id: string;
  readonly Leadlight_Scored_At__c: string | null;
}

const POLL_INTERVAL_MS = 100;
const ROWS_PER_PAGE = 2_000;
const industries = ['Banking', 'Technology', 'Retail', 'Healthcare', 'Manufacturing', 'Education'];
const sources = ['Referral', 'Web', 'Trade Show', 'Purchased List', 'Partner'];
const titles = ['Chief Technology Officer', 'Student', 'VP Sales', 'Assistant', 'Head of Marketing'];

/** The time, which goes on steadily even if the system's clock is corrected during the measurement. */
const steadyNow = (): number => performance.timeOrigin + performance.now();

/** Changes one open lead after another as another client, and polls the org for the scores that follow. */
export async function measureDelays(sandbox: Sandbox, settings: DelaySettings): Promise<Delays> {
  const other = await sandbox.connectAsOtherUser();
  const query = (soql: string) => queryAll<LeadRow>((path) => other.send('GET', path), soql);
  const random = seededRandom(settings.seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const leads = await query(
    `SELECT Id, Leadlight_Scored_At__c FROM Lead WHERE IsConverted = false ORDER BY CreatedDate DESC LIMIT ${settings.changes}`,
  );
  const usedBefore = await callsUsed(sandbox);
  // The org's times are whole seconds.
  const begin = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
  const changedAt = new Map<string, number>();
  const delays = new Map<string, number>();
  let ownCalls = 0;
  let finished = false;
  const polling = (async () => {
    const soql = `SELECT Id, Leadlight_Scored_At__c FROM Lead WHERE Leadlight_Scored_At__c >= ${begin}`;
    while (!finished) {
      const rows = await query(soql);
      ownCalls += Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
      for (const { Id } of rows) {
        const at = changedAt.get(Id);
        if (at !== undefined && !delays.has(Id)) delays.set(Id, steadyNow() - at);
      }
      await sleep(POLL_INTERVAL_MS);
    }
  })();
  const beganAt = steadyNow();
  for (const [index, { Id }] of leads.entries()) {
    await sleep(Math.max(0, beganAt + (index * 1000) / settings.perSecond - steadyNow()));
    const change = { Industry: pick(industries), NumberOfEmployees: Math.ceil(random() * 5_000), Title: pick(titles) };
    await other.send('PATCH', `/sobjects/Lead/${Id}`, { ...change, LeadSource: pick(sources) });
    changedAt.set(Id, steadyNow());
    ownCalls += 1;
  }
  await sleep(settings.timeoutMs);
  finished = true;
  await polling;
  const used = (await callsUsed(sandbox)) - usedBefore - ownCalls;
  return {
    writeBackMs: [...delays.values()].sort((a, b) => a - b),
    unchanged: [...changedAt].flatMap(([leadId, at]) => (delays.has(leadId) ? [] : [{ leadId, changedAt: at }])),
    callsPerChange: used / leads.length,
  };
}

async function callsUsed(sandbox: Sandbox): Promise<number> {
  const connection = await sandbox.connect();
  await connection.json({ method: 'GET', path: '/limits' });
  return connection.apiUsage()?.used ?? 0;
}
