import { countConverted, tiedRows, type Predictions } from '../predictions.ts';

/** The state after calling leads from the highest probability down to a point. */
export interface CurvePoint {
  /** Share of all leads called so far. */
  readonly called: number;
  /** Share of the converted leads among the called: recall, true positive rate, gain. */
  readonly recall: number;
  /** Share of the others among the called. */
  readonly falsePositiveRate: number;
  /** Share of the called that converted; 1 before the first call. */
  readonly precision: number;
}

const MAX_POINTS = 200;

/**
 * ROC, precision-recall and gains curves in one: a point for each distinct probability, thinned to about 200, from no
 * lead called to all.
 */
export function rankingCurve(predictions: Predictions): readonly CurvePoint[] {
  const rows = predictions.labels.length;
  const positives = countConverted(predictions.labels);
  let [called, found] = [0, 0];
  const points: CurvePoint[] = [{ called: 0, recall: 0, falsePositiveRate: 0, precision: 1 }];
  for (const { count, converted } of tiedRows(predictions)) {
    called += count;
    found += converted;
    points.push({
      called: called / rows,
      recall: found / positives,
      falsePositiveRate: (called - found) / (rows - positives),
      precision: found / called,
    });
  }
  const stride = Math.ceil(points.length / MAX_POINTS);
  return points.filter((_, index) => index % stride === 0 || index === points.length - 1);
}

/** How many leads of each outcome have a probability in a bin. */
export interface OutcomeBin {
  readonly from: number;
  readonly to: number;
  readonly converted: number;
  readonly not: number;
}

/** Bins of equal width from 0 to the highest probability. */
export function outcomeHistogram({ labels, probabilities }: Predictions, bins = 20): readonly OutcomeBin[] {
  const highest = Array.from(probabilities).reduce((high, probability) => Math.max(high, probability), 0) || 1;
  const counts = Array.from({ length: bins }, () => ({ converted: 0, not: 0 }));
  Array.from(probabilities, (probability, row) => {
    const bin = counts[Math.min(bins - 1, Math.floor((probability / highest) * bins))]!;
    if (labels[row] === 1) bin.converted++;
    else bin.not++;
  });
  return counts.map((count, bin) => ({ from: (bin * highest) / bins, to: ((bin + 1) * highest) / bins, ...count }));
}

/** Conversion among leads of one month, as observed and as predicted. */
export interface MonthRate {
  /** First instant of the calendar month, UTC. */
  readonly month: number;
  readonly rows: number;
  readonly observed: number;
  readonly predicted: number;
}

/** @param asOf [rows] instant of each snapshot */
export function ratesByMonth({ labels, probabilities }: Predictions, asOf: ArrayLike<number>): readonly MonthRate[] {
  const months = new Map<number, { rows: number; converted: number; predicted: number }>();
  for (let row = 0; row < labels.length; row++) {
    const date = new Date(asOf[row]!);
    const month = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    const sums = months.get(month) ?? { rows: 0, converted: 0, predicted: 0 };
    sums.rows++;
    sums.converted += labels[row]!;
    sums.predicted += probabilities[row]!;
    months.set(month, sums);
  }
  return [...months]
    .sort(([a], [b]) => a - b)
    .map(([month, { rows, converted, predicted }]) => ({
      month,
      rows,
      observed: converted / rows,
      predicted: predicted / rows,
    }));
}
