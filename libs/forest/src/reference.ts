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
  const order = Array.from(probabilities, (_, row) => row)
    .filter((row) => probabilities[row] === probabilities[row])
    .sort((a, b) => probabilities[a] - probabilities[b] || a - b);
  const size = order.length / Math.min(MOST_BINS, Math.max(1, Math.floor(order.length / LEADS_A_BIN)));
  const bins: { upTo: number; count: number; converted: number }[] = [];
  let count = 0;
  let converted = 0;
  let closed = 0;
  order.forEach((row, i) => {
    count++;
    converted += labels[row];
    const next = order[i + 1];
    if (next !== undefined && probabilities[next] === probabilities[row]) return;
    if (next === undefined || i + 1 >= (bins.length + 1) * size) {
      bins.push({ upTo: next === undefined ? 1 : (probabilities[row] + probabilities[next]) / 2, count, converted });
      closed += count;
      count = converted = 0;
    }
  });
  return closed === 0 ? [] : bins;
}

/**
 * Where past leads stood: `probabilities` [rows] calibrated and out of bag, NaN where unknown. The quantiles are of the
 * last 2,000 rows, which are the newest ones if rows are in order of time; the bins are of all rows.
 */
export function referenceOf(probabilities: Float64Array, labels: Uint8Array): Reference {
  return { quantiles: quantilesOf(probabilities), bins: binsOf(probabilities, labels) };
}
