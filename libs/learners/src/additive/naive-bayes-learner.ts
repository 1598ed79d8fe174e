import type { BinnedColumns } from './binned-columns.ts';
import { meanLogOdds } from './platt.ts';
import { trainAdditive, type AdditiveLearner } from './train-additive.ts';
import type { Learner } from '../learner.ts';

/** Average leads that every value is given beforehand, so that one never seen says nothing. @source Cestnik 1990, m-estimate */
const PRIOR_LEADS = 2;
/** Parts of about equal mass that numbers fall into. */
const VALUE_BINS = 10;

/** [bins] Which value each bin stands for: itself for a category, a tenth of the leads for a number, 0 for missing. */
function groupBins({ features, binCounts, bins }: BinnedColumns, rows: Int32Array, f: number): Uint8Array {
  const identity = Uint8Array.from({ length: binCounts[f] }, (_, bin) => bin);
  if (features[f].kind === 'categorical') return identity;
  const counts = new Int32Array(binCounts[f]);
  for (const row of rows) counts[bins[f][row]]++;
  const known = rows.length - counts[0];
  let before = 0;
  return identity.map((bin) => {
    if (bin === 0) return 0;
    const middle = before + counts[bin] / 2;
    before += counts[bin];
    return 1 + Math.min(VALUE_BINS - 1, Math.floor((VALUE_BINS * middle) / Math.max(1, known)));
  });
}

/** Log of how much more often a value is seen on leads that converted than on leads that did not, by bin. */
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

const naiveBayes: AdditiveLearner = {
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
 * Naive Bayes over the frequencies of field values, numbers by tenths; calibrated, because it counts several times what
 * several fields say alike.
 */
export const naiveBayesLearner: Learner = {
  id: 'naive-bayes',
  train: (examples, settings) => trainAdditive(naiveBayes, examples, settings),
};
