import type { BinnedColumns } from './binned-columns.ts';
import { meanLogOdds } from './platt.ts';
import { trainAdditive, type AdditiveLearner } from './train-additive.ts';
import type { Learner } from '../learner.ts';

/** Average leads that are added to every value, so that a value without leads has no weight. @source Cestnik 1990, m-estimate */
const PRIOR_LEADS = 2;
/** Numbers are grouped into this many values of about equal frequency. */
const VALUE_BINS = 10;

/** [bins] The value of each bin: the bin itself for a category, a tenth of the leads for a number, 0 for missing. */
function groupBins({ features, binCounts, bins }: BinnedColumns, rows: Int32Array, f: number): Uint8Array {
  const identity = Uint8Array.from({ length: binCounts[f] }, (_, bin) => bin);
  if (features[f].kind === 'categorical') return identity;
  const counts = new Int32Array(binCounts[f]);
  for (const row of rows) counts[bins[f][row]]++;
  const present = rows.length - counts[0];
  let lower = 0;
  return identity.map((bin) => {
    if (bin === 0) return 0;
    const middle = lower + counts[bin] / 2;
    lower += counts[bin];
    return 1 + Math.min(VALUE_BINS - 1, Math.floor((VALUE_BINS * middle) / Math.max(1, present)));
  });
}

/** [bins] Log of the ratio of a value's frequencies among converted leads and among the others. */
function logLikelihoodRatios(columns: BinnedColumns, rows: Int32Array, f: number): Float64Array {
  const { labels, weights } = columns;
  const values = groupBins(columns, rows, f);
  const size = Math.max(...values) + 1;
  const share = rows.reduce((sum, row) => sum + labels[row], 0) / rows.length;
  const priors = [PRIOR_LEADS * (1 - share), PRIOR_LEADS * share];
  const counts = priors.map((prior) => new Float64Array(size).fill(prior));
  const totals = priors.map((prior) => prior * size);
  for (const row of rows) {
    counts[labels[row]][values[columns.bins[f][row]]] += weights[row];
    totals[labels[row]] += weights[row];
  }
  return Float64Array.from(values, (value) =>
    Math.log((counts[1][value] / totals[1]) * (totals[0] / counts[0][value])),
  );
}

export const naiveBayes: AdditiveLearner = {
  id: 'naive-bayes',
  maxBins: 200,
  minPerOutcome: 10,
  fit: (columns, rows) => ({
    offset: meanLogOdds(
      rows.map((row) => columns.labels[row]),
      Float64Array.from(rows, (row) => columns.weights[row]),
    ),
    byBin: columns.binCounts.map((_, f) => logLikelihoodRatios(columns, rows, f)),
  }),
};

/**
 * Naive Bayes on frequencies of values, with numbers grouped into tenths. It is calibrated because it overcounts what
 * correlated features have in common.
 */
export const naiveBayesLearner: Learner = {
  id: 'naive-bayes',
  train: (examples, settings) => trainAdditive(naiveBayes, examples, settings),
};
