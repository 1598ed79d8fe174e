import { HOUR_MS } from '@leadlight/common';
import type { Clock, ScheduleState } from '@leadlight/workflows';
import { checkFailure, dueTraining, isOlderThanADay, type CheckOutput } from './due-work.ts';
import { runPropensityWork } from './propensity-work.ts';
import type { JsonOutput } from './run-json-command.ts';
import { trainedModelOf } from './training-output.ts';

const CHECK_INTERVAL_MS = HOUR_MS;

/** What the scheduled work of one org needs. */
export interface ScheduledOrg {
  readonly everyDays: number;
  readonly clock: Clock;
  /** Survives a restart, so that a restart repeats nothing. */
  readonly state: {
    load(): Promise<ScheduleState>;
    save(change: Partial<ScheduleState>): Promise<void>;
  };
  /** Runs a command of ours on the org, with --json. */
  run(...args: string[]): Promise<JsonOutput>;
  log(line: string): void;
  /** The export to run every day; absent = none. */
  readonly exportArgs?: readonly string[];
}

/** Runs due work now, unless `checksAtStart` is false, and checks every hour for more. @returns stops the schedule */
export function startSchedule(org: ScheduledOrg, checksAtStart = true): { stop(): void } {
  let isRunning = false;
  const check = async () => {
    if (isRunning) return;
    isRunning = true;
    try {
      await runDueWork(org);
    } catch (error) {
      if ((error as Error).name !== 'AbortError') org.log(`The schedule failed: ${(error as Error).message}`);
    } finally {
      isRunning = false;
    }
  };
  if (checksAtStart) void check();
  const timer = setInterval(() => void check(), CHECK_INTERVAL_MS);
  return { stop: () => clearInterval(timer) };
}

/**
 * Trains where a training is due, or recalibrates where that is enough, and sends notifications. Once a day it reconciles with the
 * org, decides on models that are compared with the active one, analyses the experiment, scores every open lead, because scores change
 * with time, does the same for the records of propensities, and exports.
 * Failures are logged; what failed is repeated a day later, notifications within the hour.
 * @returns why nothing could be done; undefined where the check succeeded
 */
export async function runDueWork(org: ScheduledOrg): Promise<string | undefined> {
  const { retrainEveryDays } = await org.state.load();
  if (retrainEveryDays !== org.everyDays) await org.state.save({ retrainEveryDays: org.everyDays });
  const check: CheckOutput = await org.run('check');
  const failure = checkFailure(check);
  if (failure !== undefined) {
    org.log(`The check failed: ${failure}`);
    return failure;
  }
  const { lastTrainingAttemptAt, lastDailyWorkAt } = await org.state.load();
  const now = org.clock.now();
  const facts = { now, lastTrainingAttemptAt, trainedAt: check.model?.trainedAt };
  const due = (needsRetraining: boolean) => dueTraining({ ...facts, needsRetraining }, org.everyDays);
  // A recalibration reads every lead, and what was not better an hour ago is not better now: it is tried instead of a training.
  const needsRetraining = check.needsRetraining === true && due(true) !== undefined;
  const training = due(needsRetraining && !(await recalibrate(org)));
  if (training) await runTraining(org, training);
  if (isOlderThanADay(org.clock.now(), lastDailyWorkAt)) await runDailyWork(org);
  await sendNotifications(org);
  return undefined;
}

/**
 * Recalibrates, which takes seconds and changes nothing without an alarm.
 * @returns whether that was enough, so that no training is needed
 */
async function recalibrate({ run, log }: ScheduledOrg): Promise<boolean> {
  const result = await run('recalibrate');
  if (result.error) log(`The recalibration failed: ${result.error.message}`);
  if (typeof result.summary === 'string') log(result.summary);
  return result.published === true && result.needsRetraining === false;
}

async function runTraining({ run, log, state, clock }: ScheduledOrg, training: 'train' | 'retrain'): Promise<void> {
  log(`Scheduled ${training === 'train' ? 'training' : 'retraining'} starts …`);
  // The first sync makes the org known to storage, which can then store the state of its schedule.
  if (training === 'train') await run('sync');
  const at = clock.now();
  const result = await unlessStopped(
    () => run(training),
    () => state.save({ lastTrainingAttemptAt: at }),
  );
  if (typeof result.sampled === 'string') log(result.sampled);
  if (result.error) return log(`It failed: ${result.error.message}`);
  const unchanged = training === 'train' ? 'no model is active yet' : 'the active model stays';
  log(`Done: ${trainedModelOf(result)?.active ? 'a new model is active' : unchanged}.`);
}

async function sendNotifications({ run, log }: ScheduledOrg): Promise<void> {
  const { error, failures } = await run('notifications', 'send');
  if (error) return log(`Sending notifications failed: ${error.message}`);
  if (Array.isArray(failures)) for (const failure of failures) log(`A notification was not sent: ${String(failure)}`);
}

/**
 * Runs work and then remembers that it was tried, even if it failed. Where it never ended, because the worker was stopped or killed, the next
 * one does it again: otherwise it would be left out until the next day.
 */
async function unlessStopped<T>(work: () => Promise<T>, remember: () => Promise<void>): Promise<T> {
  try {
    const result = await work();
    await remember();
    return result;
  } catch (error) {
    if ((error as Error).name !== 'AbortError') await remember();
    throw error;
  }
}

function runDailyWork(org: ScheduledOrg): Promise<void> {
  const at = org.clock.now();
  return unlessStopped(
    () => doDailyWork(org),
    () => org.state.save({ lastDailyWorkAt: at }),
  );
}

async function doDailyWork(org: ScheduledOrg): Promise<void> {
  const { run, log, exportArgs } = org;
  const reconciled = await run('reconcile');
  if (reconciled.error) log(`The reconciliation failed: ${reconciled.error.message}`);
  for (const result of [reconciled, reconciled.scores]) if (hasSummary(result)) log(result.summary);
  const decided = await run('challenger', 'decide');
  if (decided.error) log(`Comparing models failed: ${decided.error.message}`);
  if (typeof decided.summary === 'string') log(decided.summary);
  // Stores the analysis of the day, so that the verdict does not depend on when somebody asks.
  const analysed = await run('experiment', 'status');
  if (analysed.error) log(`The analysis of the experiment failed: ${analysed.error.message}`);
  const scored = await run('score');
  if (scored.error) log(`Scoring the open leads failed: ${scored.error.message}`);
  else log(`${String(scored.scored)} open leads are scored, ${String(scored.written)} scores written.`);
  await runPropensityWork(org);
  if (!exportArgs) return;
  const exported = await run(...exportArgs);
  if (exported.error) log(`The export failed: ${exported.error.message}`);
  if (typeof exported.summary === 'string') log(exported.summary);
}

const hasSummary = (result: unknown): result is { readonly summary: string } =>
  typeof result === 'object' && result !== null && 'summary' in result && typeof result.summary === 'string';
