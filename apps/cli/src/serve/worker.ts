import pLimit from 'p-limit';
import { systemClock } from '../with-storage.ts';
import type { ProgressMessage } from '../terminal/progress.ts';
import { superviseFollowerProcess } from './follower-process.ts';
import { retryWhileBusy, runJsonCommand } from './run-json-command.ts';
import { storedScheduleState } from './schedule-state.ts';
import { startAudienceRunner } from './audience-runner.ts';
import { startJobRunner } from './job-runner.ts';
import { startSchedule } from './schedule.ts';
import { startTestMessageSender } from './test-message-sender.ts';
import { printError } from '../terminal/print.ts';

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
  /** Whether the schedule first checks at once; false where the caller has just done the work. */
  readonly checksAtStart?: boolean;
}

/**
 * Starts for each org the schedule, the job runner, the sender of test messages, the writing of audiences, and the follower. Each does
 * its work in processes of its own.
 */
export function startWorker(orgs: WorkerOrgs, options: WorkerOptions): { stop(): Promise<void> } {
  const { folder, schedule, follow, retrainEvery, checksAtStart, exportTo, exportKeepDays } = options;
  const exportArgs = exportTo === undefined ? undefined : exportArguments(exportTo, exportKeepDays);
  const stopped = new AbortController();
  // Two trainings at once would need twice the memory.
  const mutex = pLimit(1);
  const running = orgs.flatMap((org) => {
    const prefix = org !== undefined && orgs.length > 1 ? `${org}: ` : '';
    const log = (line: string) => printError(`${new Date().toISOString()} ${prefix}${line}\n`);
    const orgOptions = ['--folder', folder, ...(org === undefined ? [] : ['--org', org])];
    const runReporting = (args: readonly string[], onProgress?: (progress: ProgressMessage['progress']) => void) =>
      retryWhileBusy(
        () => mutex(() => runJsonCommand([...args, ...orgOptions], stopped.signal, onProgress)),
        stopped.signal,
      );
    const run = (...args: string[]) => runReporting(args);
    // What is quick and needs little memory does not wait for a training.
    const runAtOnce = (args: readonly string[]) =>
      retryWhileBusy(() => runJsonCommand([...args, ...orgOptions], stopped.signal), stopped.signal);
    const state = storedScheduleState(folder, org);
    return [
      ...(schedule
        ? [
            startSchedule({ everyDays: retrainEvery, clock: systemClock, state, run, log, exportArgs }, checksAtStart),
            startJobRunner({ folder, org, run: runReporting, log }),
            startTestMessageSender({ folder, org, log, run: runAtOnce }),
            startAudienceRunner({ folder, org, log, run: (...args) => runAtOnce(args) }),
          ]
        : []),
      ...(follow ? [superviseFollowerProcess(folder, org, log)] : []),
    ];
  });
  return {
    async stop() {
      stopped.abort();
      await Promise.all(running.map((each) => each.stop()));
    },
  };
}

const exportArguments = (to: string, keepDays: number | undefined): readonly string[] => [
  ...['export', '--to', to],
  ...(keepDays === undefined ? [] : ['--keep-days', String(keepDays)]),
];
