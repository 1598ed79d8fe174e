import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { openStorage } from '@leadlight/storage';
import { ActiveModels, scoreLeads } from '@leadlight/workflows';
import type { OtherClient, Sandbox } from '../shared/sandbox.ts';
import { ROOT, runLeadlight } from '../shared/run-leadlight.ts';
import type { FaultContext } from './fault-context.ts';

/** From so many scores on the follower of a soak writes by a job: its org is small. */
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

/** Open leads, chosen by the seed. */
async function someOpenLeads({ random }: FaultContext, other: OtherClient, most: number): Promise<readonly string[]> {
  const soql = 'SELECT Id FROM Lead WHERE IsConverted = false ORDER BY Id LIMIT 1000';
  const { records } = await other.send<{ records: { Id: string }[] }>('GET', `/query?q=${encodeURIComponent(soql)}`);
  const first = Math.floor(random() * Math.max(1, records.length - most));
  return records.slice(first, first + most).map(({ Id }) => Id);
}

/** A user, or a refreshed sandbox, empties Leadlight's fields of some leads. */
export async function clearScores(scene: FaultContext, most: number): Promise<void> {
  const other = await scene.sandbox().connectAsOtherUser();
  const leads = await someOpenLeads(scene, other, most);
  const records = leads.map((Id) => ({ attributes: { type: 'Lead' }, Id, ...CLEARED }));
  await other.send('PATCH', '/composite/sobjects', { allOrNone: false, records });
}

/**
 * As Apex does at save: a user changes some leads, the service scores them with the fields as they are now and logs that,
 * and later another program than the follower writes the scores.
 */
export async function writeAtSave(scene: FaultContext): Promise<void> {
  const { folder, random } = scene;
  const other = await scene.sandbox().connectAsOtherUser();
  const storage = await openStorage({ folder });
  try {
    const clock = { now: Date.now };
    const ports = { ...storage, clock, activeModels: new ActiveModels(storage.models, storage.crmUsers, clock) };
    for (const leadId of await someOpenLeads(scene, other, 3)) {
      const Industry = INDUSTRIES[Math.floor(random() * INDUSTRIES.length)]!;
      await other.send('PATCH', `/sobjects/Lead/${leadId}`, { Industry });
      const lead = { leadId, fields: { Industry } };
      const { response: made } = await scoreLeads(
        ports,
        scene.sandbox().orgId,
        { leads: [lead], maxReasons: 5 },
        'api:apex',
      );
      await after(random() * 3_000);
      for (const { score, band, qualified, probability, reasons, scoredAt, inputHash } of made.scores) {
        await retryWrite(scene.sandbox, `/sobjects/Lead/${leadId}`, {
          Leadlight_Score__c: score,
          Leadlight_Band__c: band,
          Leadlight_Qualified__c: qualified,
          Leadlight_Probability__c: Math.round(probability * 10_000) / 100,
          Leadlight_Reasons__c: JSON.stringify(reasons),
          Leadlight_Model__c: `v${made.model.version} ${made.model.id}`,
          Leadlight_Scored_At__c: scoredAt,
          Leadlight_Input_Hash__c: inputHash,
        });
      }
    }
  } finally {
    await storage.close();
  }
}

/** Within the platform nothing is cut off: a write that met a fault is made all the same. */
async function retryWrite(sandbox: () => Sandbox, path: string, fields: object): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const other = await sandbox().connectAsOtherUser();
      await other.send('PATCH', path, fields);
      return;
    } catch (error) {
      if (attempt === 20 || String(error).includes('CANNOT_UPDATE_CONVERTED_LEAD')) throw error;
      await after(200);
    }
  }
}

/** A job that takes seconds is under way when the follower that opened it is killed. */
export async function killInBulkWrite(scene: FaultContext): Promise<void> {
  const { random, folder, follower } = scene;
  await slowJob(scene);
  await clearScores(scene, 60);
  // It may find the org away; the follower's own comparison finds what was cleared, too.
  await runLeadlight(['reconcile', '--folder', folder]).catch(() => undefined);
  await after(random() * 4_000);
  await follower.kill();
}

/** The same of a command that scores all leads and writes them. */
export async function killScoring(scene: FaultContext): Promise<void> {
  await slowJob(scene);
  await clearScores(scene, 60);
  const args = ['score', '--bulk-from', BULK_FROM, '--folder', scene.folder];
  const child = spawn(process.execPath, [`${ROOT}apps/cli/src/main.ts`, ...args], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([ended, after(1_000 + scene.random() * 6_000)]);
  child.kill('SIGKILL');
  await ended;
}

const slowJob = ({ sandbox, random }: FaultContext): Promise<unknown> =>
  sandbox().control('POST', '/faults', {
    kind: 'slow_job',
    object: random() < 0.7 ? 'Lead' : 'Leadlight_Score_History__c',
    delayMs: 500 + Math.floor(random() * 4_000),
  });
