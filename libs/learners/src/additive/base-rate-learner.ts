import { meanLogOdds } from './platt.ts';
import { trainAdditive, type AdditiveLearner } from './train-additive.ts';
import type { Learner } from '../learner.ts';

const baseRate: AdditiveLearner = {
  id: 'base-rate',
  maxBins: 3,
  minPerOutcome: 1,
  fit: ({ binCounts, labels, weights }, rows) => ({
    offset: meanLogOdds(
      rows.map((row) => labels[row]),
      Float64Array.from(rows, (row) => weights[row]),
    ),
    byBin: binCounts.map((bins) => new Float64Array(bins)),
  }),
};

/** Predicts the mean for every lead: the baseline that any model must beat. */
export const baseRateLearner: Learner = {
  id: 'base-rate',
  train: (examples, settings) => trainAdditive(baseRate, examples, settings),
};
