import type { Reference } from '../model.ts';

/** Quantiles describe the newest examples only. */
const MAX_QUANTILE_ROWS = 2_000;
const MAX_QUANTILES = 1_001;
const MAX_BINS = 40;
const MIN_LEADS_PER_BIN = 40;

/** Values at evenly spaced ranks, ascending: all of them, or 1,001 of more. @param ascending without NaN */
export function valuesAtEvenRanks(ascending: Float64Array): number[] {
  const count = Math.min(MAX_QUANTILES, ascending.length);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? ascending[0] : ascending[Math.round((i * (ascending.length - 1)) / (count - 1))],
  );
}

/** Quantiles of the newest rows that are not NaN. */
const computeQuantiles = (probabilities: Float64Array): number[] =>
  valuesAtEvenRanks(
    probabilities
      .filter((p) => p === p)
      .slice(-MAX_QUANTILE_ROWS)
      .sort(),
  );

function computeBins(probabilities: Float64Array, labels: Uint8Array, groups?: ArrayLike<number>): Reference['bins'] {
  const sorted = probabilities.filter((p) => p === p).sort();
  const leads = groups
    ? new Set(Array.from(groups).filter((_, row) => !Number.isNaN(probabilities[row]))).size
    : sorted.length;
  const binCount = Math.min(MAX_BINS, Math.max(1, Math.floor(leads / MIN_LEADS_PER_BIN)));
  // The sorted list is cut into equal parts; a bin ends half-way to the next different value, and the last one ends at 1.
  const edges = new Set<number>();
  for (let k = 1; k < binCount; k++) {
    const at = Math.round((k * sorted.length) / binCount);
    if (sorted[at - 1] < sorted[at]) edges.add((sorted[at - 1] + sorted[at]) / 2);
  }
  const bins = [...edges, 1].map((upTo) => ({ upTo, rows: [] as number[] }));
  probabilities.forEach((p, row) => {
    if (p === p) (bins.find(({ upTo }) => p <= upTo) ?? bins[bins.length - 1]).rows.push(row);
  });
  return bins.map(({ upTo, rows }) => ({ upTo, ...countLeads(rows, labels, groups) }));
}

/** The leads that these rows are of. One whose rows have different outcomes counts in part, and the sum is rounded. */
function countLeads(rows: readonly number[], labels: Uint8Array, groups?: ArrayLike<number>) {
  if (!groups) return { count: rows.length, converted: rows.reduce((sum, row) => sum + labels[row], 0) };
  const shares = [...Map.groupBy(rows, (row) => groups[row]).values()].map(
    (own) => own.reduce((sum, row) => sum + labels[row], 0) / own.length,
  );
  return { count: shares.length, converted: Math.round(shares.reduce((sum, share) => sum + share, 0)) };
}

/** Share of past leads of an outcome that its conformal set may miss. */
const MISS_RATE = 0.1;

/** The k-th smallest probability of one outcome, with k from the conformal miss rate; undefined with too few leads. */
function conformalBound(probabilities: Float64Array, labels: Uint8Array, outcome: 0 | 1): number | undefined {
  const sorted = probabilities.filter((p, row) => p === p && labels[row] === outcome).sort();
  const k = Math.floor(MISS_RATE * (sorted.length + 1));
  if (k < 1) return undefined;
  return outcome === 1 ? sorted[k - 1] : sorted[sorted.length - k];
}

/** @source Vovk, Gammerman & Shafer 2005, "Algorithmic Learning in a Random World": label-conditional sets */
function uncertainRange(probabilities: Float64Array, labels: Uint8Array): Reference['uncertain'] {
  const low = conformalBound(probabilities, labels, 1);
  const high = conformalBound(probabilities, labels, 0);
  return low !== undefined && high !== undefined && low <= high ? { low, high } : undefined;
}

/**
 * Summarises the probabilities of past leads. The quantiles use the last 2,000 rows, which are the newest where rows are in
 * order of time; the bins use all rows and count leads.
 * @param probabilities [rows] calibrated and out of bag; NaN = unknown
 * @param groups [rows] rows of one group (one lead) count as one in a bin; absent = every row is a group of its own
 */
export function createReference(
  probabilities: Float64Array,
  labels: Uint8Array,
  groups?: ArrayLike<number>,
): Reference {
  const uncertain = uncertainRange(probabilities, labels);
  const reference = { quantiles: computeQuantiles(probabilities), bins: computeBins(probabilities, labels, groups) };
  return uncertain ? { ...reference, uncertain } : reference;
}
