import type { Reference } from '../model.ts';

/** Quantiles describe the newest examples only. */
const MAX_QUANTILE_ROWS = 2_000;
const MAX_QUANTILES = 1_001;
const MAX_BINS = 20;
const MIN_LEADS_PER_BIN = 40;

/** Probabilities at evenly spaced ranks, ascending, of the newest rows that are not NaN. */
function computeQuantiles(probabilities: Float64Array): number[] {
  const sorted = probabilities
    .filter((p) => p === p)
    .slice(-MAX_QUANTILE_ROWS)
    .sort();
  const count = Math.min(MAX_QUANTILES, sorted.length);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? sorted[0] : sorted[Math.round((i * (sorted.length - 1)) / (count - 1))],
  );
}

function computeBins(probabilities: Float64Array, labels: Uint8Array): Reference['bins'] {
  const sorted = probabilities.filter((p) => p === p).sort();
  const binCount = Math.min(MAX_BINS, Math.max(1, Math.floor(sorted.length / MIN_LEADS_PER_BIN)));
  // The sorted list is cut into equal parts; a bin ends half-way to the next different value, and the last one ends at 1.
  const edges = new Set<number>();
  for (let k = 1; k < binCount; k++) {
    const at = Math.round((k * sorted.length) / binCount);
    if (sorted[at - 1] < sorted[at]) edges.add((sorted[at - 1] + sorted[at]) / 2);
  }
  const bins = [...edges, 1].map((upTo) => ({ upTo, count: 0, converted: 0 }));
  probabilities.forEach((p, row) => {
    if (p !== p) return;
    const bin = bins.find(({ upTo }) => p <= upTo) ?? bins[bins.length - 1];
    bin.count++;
    bin.converted += labels[row];
  });
  return bins;
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
 * order of time; the bins use all rows.
 * @param probabilities [rows] calibrated and out of bag; NaN = unknown
 */
export function createReference(probabilities: Float64Array, labels: Uint8Array): Reference {
  const uncertain = uncertainRange(probabilities, labels);
  const reference = { quantiles: computeQuantiles(probabilities), bins: computeBins(probabilities, labels) };
  return uncertain ? { ...reference, uncertain } : reference;
}
