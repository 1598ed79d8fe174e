import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runLeadlight } from '../shared/run-leadlight.ts';
import {
  BULK_FROM,
  clearScores,
  type FaultContext,
  killInBulkWrite,
  killScoring,
  writeAtSave,
} from './write-faults.ts';

type InjectFault = (context: FaultContext) => Promise<unknown> | void;

const orgFault =
  (kind: string, more: object = {}): InjectFault =>
  ({ sandbox, random }) =>
    sandbox().control('POST', '/faults', { kind, times: 1 + Math.floor(random() * 3), ...more });

const followed = ['Lead', 'Task', 'Event', 'CampaignMember'];

/** Work concurrent with the follower. It may fail, as the org or the storage may be down. */
const alongside =
  (work: (context: FaultContext) => Promise<unknown>): InjectFault =>
  (context) =>
    void context.concurrentWork.push(work(context).catch(() => undefined));

const command = (...args: readonly string[]): InjectFault =>
  alongside(({ folder }) => runLeadlight([...args, '--folder', folder]));

/** Everything that may go wrong, with relative frequencies. */
export const faults: readonly { readonly name: string; readonly weight: number; readonly inject: InjectFault }[] = [
  { name: 'unavailable (503)', weight: 6, inject: orgFault('unavailable', { path: '/services/data' }) },
  { name: 'too many requests (429)', weight: 5, inject: orgFault('too_many_requests', { path: '/services/data' }) },
  { name: 'request limit (403)', weight: 3, inject: orgFault('request_limit', { path: '/services/data' }) },
  { name: 'session expired (401)', weight: 4, inject: orgFault('session_expired', { path: '/services/data' }) },
  { name: 'every session ends', weight: 2, inject: ({ sandbox }) => sandbox().control('POST', '/sessions/end') },
  { name: 'slow response', weight: 3, inject: orgFault('slow', { path: '/services/data', delayMs: 1_500 }) },
  {
    name: 'write cut off after it was done',
    weight: 5,
    inject: orgFault('cut', { path: '/composite', method: 'PATCH' }),
  },
  { name: 'read cut off', weight: 5, inject: orgFault('cut', { path: '/queryAll', bytes: 700 }) },
  { name: 'event stream cut off', weight: 4, inject: orgFault('cut', { path: 'pubsub' }) },
  { name: 'row lock', weight: 6, inject: orgFault('row_lock', { object: 'Lead' }) },
  { name: 'row lock on history', weight: 3, inject: orgFault('row_lock', { object: 'Leadlight_Score_History__c' }) },
  {
    name: 'record visible late',
    weight: 5,
    inject: (context) =>
      orgFault('late_visible', {
        object: followed[Math.floor(context.random() * followed.length)],
        delayMs: 2_000 + Math.floor(context.random() * 20_000),
      })(context),
  },
  { name: 'lost event', weight: 4, inject: orgFault('lost_event') },
  { name: 'gap event', weight: 3, inject: orgFault('event_gap') },
  { name: 'overflow event', weight: 2, inject: orgFault('event_overflow') },
  { name: 'replay id refused', weight: 2, inject: orgFault('expired_replay_id') },
  { name: 'replay ids forgotten', weight: 1, inject: ({ sandbox }) => sandbox().control('POST', '/events/forget') },
  {
    name: 'API budget used up',
    weight: 2,
    inject: ({ sandbox }) => sandbox().control('POST', '/usage', { used: 99_000 }),
  },
  {
    name: 'API budget restored',
    weight: 4,
    inject: ({ sandbox }) => sandbox().control('POST', '/usage', { used: 100 }),
  },
  { name: 'follower killed', weight: 10, inject: ({ follower }) => follower.kill() },
  { name: 'storage killed', weight: 3, inject: killStorage },
  { name: 'org killed', weight: 1, inject: ({ restartOrg }) => restartOrg() },
  { name: 'follower killed in a slow bulk write', weight: 6, inject: alongside(killInBulkWrite) },
  { name: 'scoring of all leads killed', weight: 3, inject: alongside(killScoring) },
  { name: 'scores cleared by a user', weight: 3, inject: alongside((context) => clearScores(context, 10)) },
  { name: 'scores written at save by another program', weight: 5, inject: alongside(writeAtSave) },
  { name: 'sync at the same time', weight: 2, inject: command('sync') },
  { name: 'all leads scored at the same time', weight: 1, inject: command('score', '--bulk-from', BULK_FROM) },
  { name: 'reconciliation at the same time', weight: 1, inject: command('reconcile') },
];

async function killStorage({ folder }: FaultContext): Promise<void> {
  try {
    const { pid } = JSON.parse(readFileSync(join(folder, 'storage', 'server.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is already down.
  }
}
