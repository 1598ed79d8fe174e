import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLeadlight } from '../run-measured.ts';
import type { Scene } from './scene.ts';
import { BULK_FROM, clearScores, killInBulkWrite, killScoring, writeAtSave } from './write-mischief.ts';

type Act = (scene: Scene) => Promise<unknown> | void;

const fault =
  (kind: string, more: object = {}): Act =>
  ({ sandbox, random }) =>
    sandbox().lever('POST', '/faults', { kind, times: 1 + Math.floor(random() * 3), ...more });

const followed = ['Lead', 'Task', 'Event', 'CampaignMember'];

/** Something at work beside the follower. It may find the org or the storage away: its failure is no finding. */
const beside =
  (work: (scene: Scene) => Promise<unknown>): Act =>
  (scene) =>
    void scene.beside.push(work(scene).catch(() => undefined));

const command = (...args: readonly string[]): Act =>
  beside(({ folder }) => runLeadlight([...args, '--folder', folder]));

/** Everything that may go wrong, with how often relative to the others. */
export const mischiefs: readonly { readonly name: string; readonly weight: number; readonly act: Act }[] = [
  { name: 'unavailable (503)', weight: 6, act: fault('unavailable', { path: '/services/data' }) },
  { name: 'too many requests (429)', weight: 5, act: fault('too_many_requests', { path: '/services/data' }) },
  { name: 'request limit (403)', weight: 3, act: fault('request_limit', { path: '/services/data' }) },
  { name: 'session expired (401)', weight: 4, act: fault('session_expired', { path: '/services/data' }) },
  { name: 'every session ends', weight: 2, act: ({ sandbox }) => sandbox().lever('POST', '/sessions/end') },
  { name: 'slow answer', weight: 3, act: fault('slow', { path: '/services/data', delayMs: 1_500 }) },
  { name: 'write cut off after it was done', weight: 5, act: fault('cut', { path: '/composite', method: 'PATCH' }) },
  { name: 'read cut off', weight: 5, act: fault('cut', { path: '/queryAll', bytes: 700 }) },
  { name: 'event stream cut off', weight: 4, act: fault('cut', { path: 'pubsub' }) },
  { name: 'row lock', weight: 6, act: fault('row_lock', { object: 'Lead' }) },
  { name: 'row lock on history', weight: 3, act: fault('row_lock', { object: 'Leadlight_Score_History__c' }) },
  {
    name: 'record visible late',
    weight: 5,
    act: (scene) =>
      fault('late_visible', {
        object: followed[Math.floor(scene.random() * followed.length)],
        delayMs: 2_000 + Math.floor(scene.random() * 20_000),
      })(scene),
  },
  { name: 'lost event', weight: 4, act: fault('lost_event') },
  { name: 'gap event', weight: 3, act: fault('event_gap') },
  { name: 'overflow event', weight: 2, act: fault('event_overflow') },
  { name: 'replay id refused', weight: 2, act: fault('expired_replay_id') },
  { name: 'replay ids forgotten', weight: 1, act: ({ sandbox }) => sandbox().lever('POST', '/events/forget') },
  { name: 'API budget used up', weight: 2, act: ({ sandbox }) => sandbox().lever('POST', '/usage', { used: 99_000 }) },
  { name: 'API budget back', weight: 4, act: ({ sandbox }) => sandbox().lever('POST', '/usage', { used: 100 }) },
  { name: 'follower killed', weight: 10, act: ({ follower }) => follower.kill() },
  { name: 'storage killed', weight: 3, act: killStorage },
  { name: 'org killed', weight: 1, act: ({ restartOrg }) => restartOrg() },
  { name: 'follower killed in a slow bulk write', weight: 6, act: beside(killInBulkWrite) },
  { name: 'scoring of all leads killed', weight: 3, act: beside(killScoring) },
  { name: 'scores cleared by a user', weight: 3, act: beside((scene) => clearScores(scene, 10)) },
  { name: 'scores written at save by another program', weight: 5, act: beside(writeAtSave) },
  { name: 'sync beside it', weight: 2, act: command('sync') },
  { name: 'all leads scored beside it', weight: 1, act: command('score', '--bulk-from', BULK_FROM) },
  { name: 'reconciliation beside it', weight: 1, act: command('reconcile') },
];

async function killStorage({ folder }: Scene): Promise<void> {
  try {
    const { pid } = JSON.parse(readFileSync(join(folder, 'storage', 'server.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is down already.
  }
}
