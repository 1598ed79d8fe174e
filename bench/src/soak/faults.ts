import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLeadlight } from '../shared/run-leadlight.ts';
import type { FaultContext } from './fault-context.ts';
import { BULK_FROM, clearScores, killInBulkWrite, killScoring, writeAtSave } from './write-faults.ts';

type InjectFault = (scene: FaultContext) => Promise<unknown> | void;

const orgFault =
  (kind: string, more: object = {}): InjectFault =>
  ({ sandbox, random }) =>
    sandbox().control('POST', '/faults', { kind, times: 1 + Math.floor(random() * 3), ...more });

const followed = ['Lead', 'Task', 'Event', 'CampaignMember'];

/** Something at work beside the follower. It may find the org or the storage away: its failure is no finding. */
const alongside =
  (work: (scene: FaultContext) => Promise<unknown>): InjectFault =>
  (scene) =>
    void scene.concurrentWork.push(work(scene).catch(() => undefined));

const command = (...args: readonly string[]): InjectFault =>
  alongside(({ folder }) => runLeadlight([...args, '--folder', folder]));

/** Everything that may go wrong, with how often relative to the others. */
export const faults: readonly { readonly name: string; readonly weight: number; readonly act: InjectFault }[] = [
  { name: 'unavailable (503)', weight: 6, act: orgFault('unavailable', { path: '/services/data' }) },
  { name: 'too many requests (429)', weight: 5, act: orgFault('too_many_requests', { path: '/services/data' }) },
  { name: 'request limit (403)', weight: 3, act: orgFault('request_limit', { path: '/services/data' }) },
  { name: 'session expired (401)', weight: 4, act: orgFault('session_expired', { path: '/services/data' }) },
  { name: 'every session ends', weight: 2, act: ({ sandbox }) => sandbox().control('POST', '/sessions/end') },
  { name: 'slow answer', weight: 3, act: orgFault('slow', { path: '/services/data', delayMs: 1_500 }) },
  { name: 'write cut off after it was done', weight: 5, act: orgFault('cut', { path: '/composite', method: 'PATCH' }) },
  { name: 'read cut off', weight: 5, act: orgFault('cut', { path: '/queryAll', bytes: 700 }) },
  { name: 'event stream cut off', weight: 4, act: orgFault('cut', { path: 'pubsub' }) },
  { name: 'row lock', weight: 6, act: orgFault('row_lock', { object: 'Lead' }) },
  { name: 'row lock on history', weight: 3, act: orgFault('row_lock', { object: 'Leadlight_Score_History__c' }) },
  {
    name: 'record visible late',
    weight: 5,
    act: (scene) =>
      orgFault('late_visible', {
        object: followed[Math.floor(scene.random() * followed.length)],
        delayMs: 2_000 + Math.floor(scene.random() * 20_000),
      })(scene),
  },
  { name: 'lost event', weight: 4, act: orgFault('lost_event') },
  { name: 'gap event', weight: 3, act: orgFault('event_gap') },
  { name: 'overflow event', weight: 2, act: orgFault('event_overflow') },
  { name: 'replay id refused', weight: 2, act: orgFault('expired_replay_id') },
  { name: 'replay ids forgotten', weight: 1, act: ({ sandbox }) => sandbox().control('POST', '/events/forget') },
  {
    name: 'API budget used up',
    weight: 2,
    act: ({ sandbox }) => sandbox().control('POST', '/usage', { used: 99_000 }),
  },
  { name: 'API budget back', weight: 4, act: ({ sandbox }) => sandbox().control('POST', '/usage', { used: 100 }) },
  { name: 'follower killed', weight: 10, act: ({ follower }) => follower.kill() },
  { name: 'storage killed', weight: 3, act: killStorage },
  { name: 'org killed', weight: 1, act: ({ restartOrg }) => restartOrg() },
  { name: 'follower killed in a slow bulk write', weight: 6, act: alongside(killInBulkWrite) },
  { name: 'scoring of all leads killed', weight: 3, act: alongside(killScoring) },
  { name: 'scores cleared by a user', weight: 3, act: alongside((scene) => clearScores(scene, 10)) },
  { name: 'scores written at save by another program', weight: 5, act: alongside(writeAtSave) },
  { name: 'sync beside it', weight: 2, act: command('sync') },
  { name: 'all leads scored beside it', weight: 1, act: command('score', '--bulk-from', BULK_FROM) },
  { name: 'reconciliation beside it', weight: 1, act: command('reconcile') },
];

async function killStorage({ folder }: FaultContext): Promise<void> {
  try {
    const { pid } = JSON.parse(readFileSync(join(folder, 'storage', 'server.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is down already.
  }
}
