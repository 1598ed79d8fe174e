import type { Reference } from './model.ts';

/** How many of the newest examples the quantiles stand for. */
const NEWEST = 2_000;
const QUANTILES = 1_001;
const MOST_BINS = 20;
/** Fewer past leads than this say little about a bin. */
const LEADS_A_BIN = 40;

/** Probabilities at evenly spaced ranks, ascending, of the last `NEWEST` known ones. */
function quantilesOf(probabilities: Float64Array): number[] {
  const known = probabilities.filter((p) => p === p);
  const sorted = known.slice(-NEWEST).sort();
  const count = Math.min(QUANTILES, sorted.length);
  return Array.from({ length: count }, (_, i) =>
    count === 1 ? sorted[0] : sorted[Math.round((i * (sorted.length - 1)) / (count - 1))],
  );
}

function binsOf(probabilities: Float64Array, labels: Uint8Array): Reference['bins'] {
  const sorted = probabilities.filter((p) => p === p).sort();
  const wanted = Math.min(MOST_BINS, Math.max(1, Math.floor(sorted.length / LEADS_A_BIN)));
  // Where the sorted list is cut into equal parts, bins end halfway to the next different value; the last one ends at 1.
  const edges = new Set<number>();
  for (let k = 1; k < wanted; k++) {
    const at = Math.round((k * sorted.length) / wanted);
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
const MISSED = 0.1;

/** The k-th smallest probability of one outcome's leads, k as a conformal set asks; undefined where there are too few. */
function conformalEdge(probabilities: Float64Array, labels: Uint8Array, outcome: 0 | 1): number | undefined {
  const sorted = probabilities.filter((p, row) => p === p && labels[row] === outcome).sort();
  const k = Math.floor(MISSED * (sorted.length + 1));
  if (k < 1) return undefined;
  return outcome === 1 ? sorted[k - 1] : sorted[sorted.length - k];
}

/** @source Vovk, Gammerman & Shafer 2005, "Algorithmic Learning in a Random World": label-conditional sets */
function unsureRange(probabilities: Float64Array, labels: Uint8Array): Reference['unsure'] {
  const from = conformalEdge(probabilities, labels, 1);
  const to = conformalEdge(probabilities, labels, 0);
  return from !== undefined && to !== undefined && from <= to ? { from, to } : undefined;
}

/**
 * Where past leads stood: `probabilities` [rows] calibrated and out of bag, NaN where unknown. The quantiles are of the
 * last 2,000 rows, which are the newest ones if rows are in order of time; the bins are of all rows.
 */
export function referenceOf(probabilities: Float64Array, labels: Uint8Array): Reference {
  const unsure = unsureRange(probabilities, labels);
  const reference = { quantiles: quantilesOf(probabilities), bins: binsOf(probabilities, labels) };
  return unsure ? { ...reference, unsure } : reference;
}
