import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStorage } from '@leadlight/storage';
import { ActiveModels, OrgFieldNames, scoreLeads } from '@leadlight/workflows';
import type { OtherClient, Sandbox } from '../shared/sandbox.ts';
import { ROOT, runLeadlight } from '../shared/run-leadlight.ts';
import type { FollowerSupervisor } from './supervise-follower.ts';

/** What a fault may use. */
export interface FaultContext {
  readonly folder: string;
  readonly follower: FollowerSupervisor;
  sandbox(): Sandbox;
  /** Kills the org and serves it again on the same ports. */
  restartOrg(): Promise<void>;
  /** Work concurrent with the follower, which is awaited at the end. */
  readonly concurrentWork: Promise<unknown>[];
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

/** From this number of scores on a bulk job writes them; low, as the org of a soak is small. */
export const BULK_FROM = '20';

const INDUSTRIES = ['Banking', 'Technology', 'Retail', 'Healthcare', 'Manufacturing', 'Education'];
const CLEARED = {
  Leadlight_Score__c: null,
  Leadlight_Band__c: null,
  Leadlight_Model__c: null,
  Leadlight_Scored_At__c: null,
  Leadlight_Probability__c: null,
  Leadlight_Reasons__c: null,
  Leadlight_Input_Hash__c: null,
};

/** Some open leads at random. */
async function someOpenLeads({ random }: FaultContext, other: OtherClient, count: number): Promise<readonly string[]> {
  const soql = 'SELECT Id FROM Lead WHERE IsConverted = false ORDER BY Id LIMIT 1000';
  const { records } = await other.send<{ records: { Id: string }[] }>('GET', `/query?q=${encodeURIComponent(soql)}`);
  const first = Math.floor(random() * Math.max(1, records.length - count));
  return records.slice(first, first + count).map(({ Id }) => Id);
}

/** Clears Leadlight's fields of some leads, as a user or a refreshed sandbox might. */
export async function clearScores(context: FaultContext, count: number): Promise<void> {
  const other = await context.sandbox().connectAsOtherUser();
  const leads = await someOpenLeads(context, other, count);
  const records = leads.map((Id) => ({ attributes: { type: 'Lead' }, Id, ...CLEARED }));
  await other.send('PATCH', '/composite/sobjects', { allOrNone: false, records });
}

/**
 * Does what Apex does at save: a user changes some leads, the service scores them with their current fields and logs the scores,
 * and later a program other than the follower writes them.
 */
export async function writeAtSave(context: FaultContext): Promise<void> {
  const { folder, random } = context;
  const other = await context.sandbox().connectAsOtherUser();
  const storage = await openStorage({ folder });
  try {
    const clock = { now: Date.now };
    const orgFieldNames = new OrgFieldNames(storage.orgs);
    const ports = { ...storage, clock, activeModels: new ActiveModels(storage), orgFieldNames };
    for (const leadId of await someOpenLeads(context, other, 3)) {
      const Industry = INDUSTRIES[Math.floor(random() * INDUSTRIES.length)]!;
      await other.send('PATCH', `/sobjects/Lead/${leadId}`, { Industry });
      const lead = { leadId, fields: { Industry } };
      const { response } = await scoreLeads(
        ports,
        context.sandbox().orgId,
        { leads: [lead], maxReasons: 5 },
        'api:apex',
      );
      await sleep(random() * 3_000);
      for (const { score, band, qualified, probability, reasons, scoredAt, inputHash } of response.scores) {
        await retryWrite(context.sandbox, `/sobjects/Lead/${leadId}`, {
          Leadlight_Score__c: score,
          Leadlight_Band__c: band,
          Leadlight_Qualified__c: qualified,
          Leadlight_Probability__c: Math.round(probability * 10_000) / 100,
          Leadlight_Reasons__c: JSON.stringify(reasons),
          Leadlight_Model__c: `v${response.model.version} ${response.model.id}`,
          Leadlight_Scored_At__c: scoredAt,
          Leadlight_Input_Hash__c: inputHash,
        });
      }
    }
  } finally {
    await storage.close();
  }
}

/** Retries a write until it succeeds, as faults do not affect writes within the platform. */
async function retryWrite(sandbox: () => Sandbox, path: string, fields: object): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const other = await sandbox().connectAsOtherUser();
      await other.send('PATCH', path, fields);
      return;
    } catch (error) {
      if (attempt === 20 || String(error).includes('CANNOT_UPDATE_CONVERTED_LEAD')) throw error;
      await sleep(200);
    }
  }
}

/** Kills the follower while a slow bulk job that it has opened is running. */
export async function killInBulkWrite(context: FaultContext): Promise<void> {
  const { random, folder, follower } = context;
  await slowJob(context);
  await clearScores(context, 60);
  // It fails while the org is down; then the follower's own comparison finds the cleared scores.
  await runLeadlight(['reconcile', '--folder', folder]).catch(() => undefined);
  await sleep(random() * 4_000);
  await follower.kill();
}

/** Kills a command that scores all leads and writes the scores. */
export async function killScoring(context: FaultContext): Promise<void> {
  await slowJob(context);
  await clearScores(context, 60);
  const args = ['score', '--bulk-from', BULK_FROM, '--folder', context.folder];
  const child = spawn(process.execPath, [`${ROOT}apps/cli/src/main.ts`, ...args], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([ended, sleep(1_000 + context.random() * 6_000)]);
  child.kill('SIGKILL');
  await ended;
}

const slowJob = ({ sandbox, random }: FaultContext): Promise<unknown> =>
  sandbox().control('POST', '/faults', {
    kind: 'slow_job',
    object: random() < 0.7 ? 'Lead' : 'Leadlight_Score_History__c',
    delayMs: 500 + Math.floor(random() * 4_000),
  });
