import { backtest, rollingOrigins, type Backtest, type Split } from '@leadlight/evaluation';
import type { Progress } from '../../ports/index.ts';
import type { AssessSettings } from './assess-settings.ts';
import { hasEnoughOutcomes } from './enough-outcomes.ts';
import type { Dataset } from '../examples/dataset.ts';
import { representativeRows } from '../examples/representative-rows.ts';
import { fit } from './fit.ts';
import { removeLeakage } from './remove-leakage.ts';
import { chooseLearner } from './choose-before-holdout.ts';

/**
 * Repeats the evaluation at the start of each past month. With `best`, the learner is chosen on what was known before the
 * first month, so that no tested month influences it. Leakage is searched again each month, in the training rows, with what
 * was known when the month began.
 * @returns undefined if there are no dates, or no month has enough outcomes before it
 * @throws EvaluationError `empty_split` if no month has enough rows to test on
 */
export function backtestDataset(full: Dataset, settings: AssessSettings, progress: Progress): Backtest | undefined {
  const { leads, labels } = full;
  const splits = originsOf(full);
  const first = splits[0];
  if (!first) return undefined;
  const { allow = [] } = settings;
  const datasetFor = ({ train, splitAt }: Split) => removeLeakage(full, train, allow, splitAt ?? Infinity).dataset;
  const chosen = chooseLearner(datasetFor(first), first.train, settings);
  let done = 0;
  return backtest(
    splits,
    labels,
    (split) => {
      progress.update('backtest', (done += 1), splits.length);
      const dataset = datasetFor(split);
      return fit(dataset, chosen.learner, split.train, chosen.settings).model.predictTable(
        dataset.table.take(split.test),
      );
    },
    settings.threshold,
    leads,
  );
}

/** The start of each past month that has enough outcomes before it. */
function originsOf(dataset: Dataset): readonly Split[] {
  const { times, leads, groups = [], labels, isRecurring } = dataset;
  if (!times) return [];
  return rollingOrigins({ ...times, groups: [leads, ...groups], isRecurring }, labels)
    .map((split) => ({ ...split, test: representativeRows(dataset, split.test) }))
    .filter(({ train, test }) => test.length > 0 && hasEnoughOutcomes({ labels }, train));
}
