import { wilsonInterval } from '@leadlight/common';
import type { Interval } from './bootstrap/draws.ts';
import { checkPredictions, type Predictions } from './predictions.ts';

/** How the leads of one band turned out. */
export interface BandRate {
  readonly band: string;
  readonly rows: number;
  readonly converted: number;
  /** 90 % Wilson interval of the conversion rate; NaN without rows. */
  readonly interval: Interval;
}

/**
 * Divides held-out rows into bands, as leads are divided by score, and counts conversions. Rows with the same probability are in
 * the same band, the better one.
 * @param shares percent of the rows by band, the best band first
 * @throws EvaluationError if the predictions cannot be measured
 */
export function conversionByBand(predictions: Predictions, shares: Readonly<Record<string, number>>): BandRate[] {
  checkPredictions(predictions);
  const { labels, probabilities } = predictions;
  const order = Array.from(probabilities, (_, row) => row).sort((a, b) => probabilities[b]! - probabilities[a]!);
  let [start, percent] = [0, 0];
  return Object.entries(shares).map(([band, share]) => {
    percent += share;
    let end = Math.max(start, Math.round((percent / 100) * order.length));
    while (end > start && end < order.length && probabilities[order[end]!] === probabilities[order[end - 1]!]) end += 1;
    const rows = order.slice(start, end);
    start = end;
    const converted = rows.reduce((sum, row) => sum + labels[row]!, 0);
    const interval = rows.length > 0 ? wilsonInterval(converted, rows.length) : { low: NaN, high: NaN };
    return { band, rows: rows.length, converted, interval };
  });
}
