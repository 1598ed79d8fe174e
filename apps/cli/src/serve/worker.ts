import pLimit from 'p-limit';
import { savedOrgs } from '../connection/saved-connection.ts';
import { systemClock } from '../with-storage.ts';
import type { ProgressMessage } from '../terminal/progress.ts';
import { createCommandProcess } from './command-process.ts';
import { superviseFollowerProcess } from './follower-process.ts';
import { retryWhileBusy, runJsonCommand } from './run-json-command.ts';
import { storedScheduleState } from './schedule-state.ts';
import { startAudienceRunner } from './audience-runner.ts';
import { startJobRunner } from './job-runner.ts';
import { runDueWork, startSchedule, type ScheduledOrg } from './schedule.ts';
import { startSharedRequests } from './shared-requests.ts';
import { startSharedSchedule } from './shared-schedule.ts';
import { startTestMessageSender } from './test-message-sender.ts';
import { printError } from '../terminal/print.ts';

type OnProgress = (progress: ProgressMessage['progress']) => void;

/** Undefined: the org of the environment or the folder. */
export type WorkerOrgs = readonly (string | undefined)[];

export interface WorkerOptions {
  readonly folder: string;
  /** Maximum age of a model, in days. */
  readonly retrainEvery: number;
  readonly schedule: boolean;
  readonly follow: boolean;
  /** Folder to which the schedule exports every day. */
  readonly exportTo?: string;
  /** Days after which exported files are removed. */
  readonly exportKeepDays?: number;
  /** Whether the due work of all connected orgs is shared with the other workers of this storage. */
  readonly shared?: boolean;
  /** Whether the schedule first checks at once; false where the caller has just done the work. */
  readonly checksAtStart?: boolean;
}

/**
 * Starts for each org the schedule, the job runner, the sender of test messages, the writing of audiences, and the follower; where the
 * work is shared, one schedule and one search for requests serve all orgs. Each does its work in processes of its own.
 */
export function startWorker(orgs: WorkerOrgs, options: WorkerOptions): { stop(): Promise<void> } {
  const { folder, schedule, shared = false, follow, retrainEvery, checksAtStart, exportTo, exportKeepDays } = options;
  const exportArgs = exportTo === undefined ? undefined : exportArguments(exportTo, exportKeepDays);
  const stopped = new AbortController();
  // Two trainings at once would need twice the memory.
  const mutex = pLimit(1);
  const commands = createCommandProcess();
  const logOf = (org: string | undefined) => {
    const prefix = org !== undefined && (shared || orgs.length > 1) ? `${org}: ` : '';
    return (line: string) => printError(`${new Date().toISOString()} ${prefix}${line}\n`);
  };
  const orgOptionsOf = (org: string | undefined) => ['--folder', folder, ...(org === undefined ? [] : ['--org', org])];
  const runsOf = (org: string | undefined, signal: AbortSignal) => (args: readonly string[], onProgress?: OnProgress) =>
    retryWhileBusy(() => mutex(() => commands.run([...args, ...orgOptionsOf(org)], signal, onProgress)), signal);
  const scheduledOrg = (org: string | undefined, signal: AbortSignal): ScheduledOrg => ({
    ...{ everyDays: retrainEvery, clock: systemClock, state: storedScheduleState(folder, org), exportArgs },
    ...{ run: (...args) => runsOf(org, signal)(args), log: logOf(org) },
  });
  const sharedSchedule = () =>
    startSharedSchedule({
      ...{ folder, orgs: savedOrgs, log: logOf(undefined) },
      async doDueWork(orgId, signal) {
        const failure = await runDueWork(scheduledOrg(orgId, signal));
        if (failure !== undefined) throw new Error(failure);
      },
      async helpWithRuns(orgId, signal) {
        const { error } = await runsOf(orgId, signal)(['jobs', 'share']);
        if (error) throw new Error(error.message);
      },
    });
  // What is quick and needs little memory does not wait for a training.
  const runsAtOnceOf = (org: string | undefined) => (args: readonly string[]) =>
    retryWhileBusy(() => runJsonCommand([...args, ...orgOptionsOf(org)], stopped.signal), stopped.signal);
  const sharedRequests = () =>
    startSharedRequests({
      ...{ folder, orgs: savedOrgs, runAtOnceOn: runsAtOnceOf },
      runOn: (orgId) => runsOf(orgId, stopped.signal),
      log: (orgId, line) => logOf(orgId)(line),
    });
  const requestsOf = (org: string | undefined) => {
    const log = logOf(org);
    const runAtOnce = runsAtOnceOf(org);
    return [
      startJobRunner({ folder, org, run: runsOf(org, stopped.signal), log }),
      startTestMessageSender({ folder, org, log, run: runAtOnce }),
      startAudienceRunner({ folder, org, log, run: (...args) => runAtOnce(args) }),
    ];
  };
  const running = orgs.flatMap((org) => [
    ...(schedule && !shared
      ? [startSchedule(scheduledOrg(org, stopped.signal), checksAtStart), ...requestsOf(org)]
      : []),
    ...(follow ? [superviseFollowerProcess(folder, org, logOf(org))] : []),
  ]);
  if (schedule && shared) running.push(sharedSchedule(), sharedRequests());
  return {
    async stop() {
      stopped.abort();
      commands.stop();
      await Promise.all(running.map((each) => each.stop()));
    },
  };
}

const exportArguments = (to: string, keepDays: number | undefined): readonly string[] => [
  ...['export', '--to', to],
  ...(keepDays === undefined ? [] : ['--keep-days', String(keepDays)]),
];
