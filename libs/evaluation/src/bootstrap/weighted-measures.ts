import { lossOf } from '../calibration.ts';
import { rowsByProbability, type Predictions } from '../predictions.ts';

/** Measures of predictions; NaN where one cannot be computed. */
export interface Measures {
  readonly auc: number;
  readonly prAuc: number;
  readonly logLoss: number;
  readonly brier: number;
  readonly ece: number;
  /** In the top tenth. */
  readonly lift: number;
  readonly accuracy: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export type MeasureName = keyof Measures;

const BINS = 10;
const TOP = 0.1;

/** Predictions sorted once, so that each weighting of them is measured in one pass. */
export interface SortedPredictions {
  /** [rows] Rows by probability, the highest first. */
  readonly order: Int32Array;
  readonly predictions: Predictions;
  /** [rows] Negative log likelihood of each row. */
  readonly losses: Float64Array;
  /** [rows] Squared error of each row. */
  readonly squares: Float64Array;
  readonly threshold: number;
}

export function sortPredictions(predictions: Predictions, threshold: number): SortedPredictions {
  const { labels, probabilities } = predictions;
  const ofOutcome = Float64Array.from(probabilities, (probability, row) =>
    labels[row] === 1 ? probability : 1 - probability,
  );
  return {
    order: rowsByProbability(probabilities),
    predictions,
    losses: Float64Array.from(probabilities, (probability, row) => lossOf(labels[row]!, probability)),
    squares: ofOutcome.map((probability) => (1 - probability) ** 2),
    threshold,
  };
}

/**
 * The measures where each row counts `weights[row]` times, as if the table repeated it. Where equal probabilities are
 * divided between two calibration bins, row order decides.
 */
export function weightedMeasures(sorted: SortedPredictions, weights: ArrayLike<number>): Measures {
  const { rows, converted } = totals(sorted, weights);
  return {
    ...rankings(sorted, weights, rows, converted),
    ...errors(sorted, weights, rows),
    ece: calibrationError(sorted, weights, rows),
    ...decisions(sorted, weights, rows, converted),
  };
}

function totals({ predictions: { labels } }: SortedPredictions, weights: ArrayLike<number>) {
  let rows = 0;
  let converted = 0;
  for (let row = 0; row < labels.length; row++) {
    rows += weights[row]!;
    converted += weights[row]! * labels[row]!;
  }
  return { rows, converted };
}

function rankings(
  { order, predictions }: SortedPredictions,
  weights: ArrayLike<number>,
  rows: number,
  converted: number,
) {
  const { labels, probabilities } = predictions;
  const top = Math.max(1, Math.round(rows * TOP));
  let [seen, found, pairs, area, inTop] = [0, 0, 0, 0, 0];
  for (let from = 0; from < order.length;) {
    const probability = probabilities[order[from]!]!;
    let [tied, tiedFound] = [0, 0];
    let to = from;
    for (; to < order.length && probabilities[order[to]!]! === probability; to++) {
      tied += weights[order[to]!]!;
      tiedFound += weights[order[to]!]! * labels[order[to]!]!;
    }
    from = to;
    if (tied === 0) continue;
    pairs += (tied - tiedFound) * (found + tiedFound / 2);
    inTop += (tiedFound * Math.min(tied, Math.max(0, top - seen))) / tied;
    seen += tied;
    found += tiedFound;
    area += (tiedFound / converted) * (found / seen);
  }
  const both = converted > 0 && converted < rows;
  return {
    auc: both ? pairs / (converted * (rows - converted)) : Number.NaN,
    prAuc: converted > 0 ? area : Number.NaN,
    lift: converted > 0 ? inTop / top / (converted / rows) : Number.NaN,
  };
}

function errors({ losses, squares }: SortedPredictions, weights: ArrayLike<number>, rows: number) {
  let [loss, square] = [0, 0];
  for (let row = 0; row < losses.length; row++) {
    loss += weights[row]! * losses[row]!;
    square += weights[row]! * squares[row]!;
  }
  return { logLoss: loss / rows, brier: square / rows };
}

function calibrationError({ order, predictions }: SortedPredictions, weights: ArrayLike<number>, rows: number): number {
  const { labels, probabilities } = predictions;
  let [seen, bin, difference, error] = [0, 0, 0, 0];
  for (let place = order.length - 1; place >= 0; place--) {
    const row = order[place]!;
    let left = weights[row]!;
    while (left > 0) {
      const edge = Math.round(((bin + 1) * rows) / BINS);
      const taken = Math.min(left, edge - seen);
      difference += taken * (probabilities[row]! - labels[row]!);
      seen += taken;
      left -= taken;
      if (seen < edge) continue;
      error += Math.abs(difference);
      difference = 0;
      bin++;
    }
  }
  return (error + Math.abs(difference)) / rows;
}

function decisions(
  { predictions: { labels, probabilities }, threshold }: SortedPredictions,
  weights: ArrayLike<number>,
  rows: number,
  converted: number,
) {
  let [called, hits] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    if (!(probabilities[row]! >= threshold)) continue;
    called += weights[row]!;
    hits += weights[row]! * labels[row]!;
  }
  return {
    accuracy: (rows - called - converted + 2 * hits) / rows,
    precision: hits / called,
    recall: hits / converted,
    f1: (2 * hits) / (called + converted),
  };
}
