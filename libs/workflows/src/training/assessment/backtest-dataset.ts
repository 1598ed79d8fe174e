import { backtest, rollingOrigins, type Backtest, type Split } from '@leadlight/evaluation';
import type { Progress } from '../../ports/index.ts';
import type { AssessSettings } from './assess-settings.ts';
import { hasEnoughOutcomes } from './contenders.ts';
import type { Dataset } from '../examples/dataset.ts';
import { fit } from './fit.ts';
import { removeLeakage } from './remove-leakage.ts';
import { chooseLearner } from './choose-before-holdout.ts';

/**
 * Repeats the evaluation at the start of each past month. With `best`, who learns is settled by what was known before the
 * first month, so that no tested month has had a say in it; fields that leak are searched for anew each month among the rows
 * learned from, by what was known when it began.
 * @returns undefined where there are no dates, or no month has enough before it to learn from
 * @throws EvaluationError `empty_split` where no month has enough to test on
 */
export function backtestDataset(full: Dataset, settings: AssessSettings, progress: Progress): Backtest | undefined {
  const { leads, labels } = full;
  const splits = originsOf(full);
  const first = splits[0];
  if (!first) return undefined;
  const { allow = [], learner } = settings;
  const honest = ({ train, splitAt }: Split) => removeLeakage(full, train, allow, splitAt ?? Infinity).dataset;
  const chosen = learner === 'best' ? chooseLearner(honest(first), first.train, settings) : learner;
  let done = 0;
  return backtest(
    splits,
    labels,
    (split) => {
      progress.update('backtest', (done += 1), splits.length);
      const dataset = honest(split);
      return fit(dataset, chosen, split.train, settings).model.predictTable(dataset.table.take(split.test));
    },
    settings.threshold,
    leads,
  );
}

/** The start of each past month that has enough before it to learn from. */
function originsOf({ times, leads, groups = [], labels }: Dataset): readonly Split[] {
  if (!times) return [];
  return rollingOrigins({ ...times, groups: [leads, ...groups] }, labels).filter(({ train }) =>
    hasEnoughOutcomes({ labels }, train),
  );
}
