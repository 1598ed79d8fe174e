import type { Backtest } from '@leadlight/evaluation';
import type { JobKind, JobResult } from '@leadlight/contract';
import { comparisonOf, type JobOutcome } from '@leadlight/workflows';
import type { JsonOutput } from './run-json-command.ts';
import { trainedModelOf } from './training-output.ts';

/** Runs a command of ours on the org, with --json. */
export type RunCommand = (...args: string[]) => Promise<JsonOutput>;

/** The error code of a backtest that found no month to test: a result, not a failure. */
const NO_MONTH = 'no_testable_month';

/**
 * Does a job with the commands that an administrator would use.
 * @param hasModel whether a model is active, with which a new one is compared
 */
export async function doJobWithCommands(kind: JobKind, hasModel: boolean, run: RunCommand): Promise<JobOutcome> {
  if (kind === 'backtest') {
    const output = await run('backtest');
    if (output.error?.code === NO_MONTH) return { result: backtestResult(undefined) };
    return output.error ? { failure: output.error } : { result: backtestResult(output as unknown as BacktestOutput) };
  }
  const output = await run(hasModel ? 'retrain' : 'train');
  if (output.error) return { failure: output.error };
  // No lead has been scored with a first model yet; `retrain` scores the leads itself.
  const scored = hasModel ? undefined : await run('score');
  return scored?.error ? { failure: scored.error } : { result: trainingResult(output) };
}

/**
 * Trains a propensity on the records as they are now. A model that replaces none waits until somebody who has read its report
 * activates it.
 */
export async function trainPropensityWithCommands(propensityId: string, run: RunCommand): Promise<JobOutcome> {
  const synced = await run('sync');
  if (synced.error) return { failure: synced.error };
  const output = await run('train', '--propensity', propensityId, '--hold');
  if (output.error) return { failure: output.error };
  return { result: trainingResult(output) };
}

/** What `backtest` writes. */
type BacktestOutput = Backtest & { readonly goal?: 'converted' | 'won' | 'opportunity' | 'status' };

function trainingResult(output: JsonOutput): JobResult {
  const { id, version, active, comparison } = trainedModelOf(output)!;
  return {
    kind: 'train',
    modelId: id,
    version,
    published: active,
    comparison: comparison ? comparisonOf(comparison) : null,
  };
}

const backtestResult = (backtest: BacktestOutput | undefined): JobResult => ({
  kind: 'backtest',
  ...(backtest?.goal && backtest.goal !== 'converted' && { goal: backtest.goal }),
  months: (backtest?.folds ?? []).map(({ splitAt, trainRows, metrics: { rows, converted, auc, ece, lift } }) => ({
    month: splitAt,
    trainRows,
    rows,
    converted,
    auc,
    ece,
    lift,
  })),
  auc: backtest?.auc ?? null,
  interval: backtest?.interval ?? { low: null, high: null },
});
