import { seededRandom } from '@leadlight/common';
import { log, sigmoid } from '../core/math.ts';
import type { Column, Examples } from '../table.ts';

/** A standard normal variate. @source Box & Muller 1958 */
export function normalVariate(next: () => number): number {
  return Math.sqrt(-2 * log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export interface SimulatedLeads extends Examples {
  /** [rows] The true probability that each label was drawn with. */
  readonly truth: Float64Array;
}

const SOURCES = ['Web', 'Referral', 'Event', 'Purchased', 'Partner', 'Phone', 'Social', 'Other'];
const INDUSTRIES = Array.from({ length: 30 }, (_, i) => `Industry ${i + 1}`);
const COUNTRIES = Array.from({ length: 12 }, (_, i) => `Country ${i + 1}`);

interface Draft {
  readonly numbers: Float64Array[];
  readonly codes: Int32Array[];
}

/** True log odds of one lead, with thresholds and interactions; some columns are noise, and about 12 % convert. */
function logOdds({ numbers, codes }: Draft, row: number): number {
  const n = (f: number) => (Number.isNaN(numbers[f][row]) ? 0 : numbers[f][row]);
  const source = codes[0][row];
  const industry = codes[1][row];
  return (
    -2.6 +
    0.9 * Math.tanh(n(0)) +
    0.7 * (n(1) > 0.5 ? 1 : 0) * (source === 1 ? 2 : 1) +
    0.5 * n(2) -
    0.4 * Math.abs(n(3)) +
    (Number.isNaN(numbers[4][row]) ? -0.6 : 0.25 * n(4)) +
    [0, 0.9, 0.5, -0.8, 0.4, 0.1, -0.3, 0][Math.max(0, source)] +
    (industry < 0 ? -0.2 : ((industry * 7) % 11) / 10 - 0.5) +
    0.5 * n(5) * n(6) +
    (n(7) > 1 && n(8) < 0 ? 0.8 : 0)
  );
}

/**
 * Leads with known probabilities: 20 columns (16 numeric, some with missing values, ties and skew; 4 categorical).
 * @param seed same seed, same leads
 */
export function simulatedLeads(rows: number, seed: number): SimulatedLeads {
  const next = seededRandom(seed);
  const numbers = Array.from({ length: 16 }, () => new Float64Array(rows));
  const codes = Array.from({ length: 4 }, () => new Int32Array(rows));
  const truth = new Float64Array(rows);
  const labels = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    numbers.forEach((values, f) => {
      const x = normalVariate(next);
      values[row] = f === 4 && next() < 0.3 ? NaN : f === 9 ? Math.round(x * 2) : f === 10 ? Math.exp(x) : x;
      if (f > 11 && next() < 0.1) values[row] = NaN;
    });
    codes[0][row] = Math.floor(next() ** 1.5 * SOURCES.length);
    codes[1][row] = next() < 0.15 ? -1 : Math.floor(next() * INDUSTRIES.length);
    codes[2][row] = Math.floor(next() * COUNTRIES.length);
    codes[3][row] = Math.floor(next() * 3);
    truth[row] = sigmoid(1.25 * logOdds({ numbers, codes }, row));
    labels[row] = next() < truth[row] ? 1 : 0;
  }
  const categories = [SOURCES, INDUSTRIES, COUNTRIES, ['Yes', 'No', 'Unknown']];
  const columns: Column[] = [
    ...numbers.map((values, f) => ({ kind: 'numeric' as const, name: `number_${f}`, values })),
    ...codes.map((values, f) => ({
      kind: 'categorical' as const,
      name: `category_${f}`,
      codes: values,
      categories: categories[f],
    })),
  ];
  return { rows, columns, labels, truth };
}

/** Probability that a converted example ranks above another one; ties count half. */
export function areaUnderCurve(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, row) => row).sort((a, b) => scores[a] - scores[b]);
  let rankSum = 0;
  let positives = 0;
  for (let i = 0; i < order.length;) {
    let end = i;
    let converted = 0;
    for (; end < order.length && scores[order[end]] === scores[order[i]]; end++) converted += labels[order[end]];
    rankSum += converted * ((i + end + 1) / 2);
    positives += converted;
    i = end;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}
