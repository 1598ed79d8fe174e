import { log, sigmoid } from './core/math.ts';

/** raw prediction → probability, never decreasing; plain JSON. */
export type Calibrator =
  | { readonly kind: 'identity' }
  /** sigmoid(slope · raw + intercept) */
  | { readonly kind: 'sigmoid'; readonly slope: number; readonly intercept: number }
  /** sigmoid(slope · logit(raw) + intercept). @source Platt 1999, on the log odds */
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  /** sigmoid(a · ln raw − b · ln(1 − raw) + c), a, b ≥ 0. @source Kull et al. 2017, "Beta calibration" */
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly c: number }
  /** Straight lines between the points; flat outside. @source Zadrozny & Elkan 2002 */
  | { readonly kind: 'isotonic'; readonly raw: readonly number[]; readonly probability: readonly number[] };

/** A forest's 0 or 1 means "no tree saw another outcome", not certainty. */
const EDGE = 1e-4;
const inside = (raw: number) => Math.min(1 - EDGE, Math.max(EDGE, raw));

function interpolate(xs: readonly number[], ys: readonly number[], x: number): number {
  let low = 0;
  let high = xs.length - 1;
  if (!(x > xs[0])) return ys[0];
  if (x >= xs[high]) return ys[high];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  const share = (x - xs[low]) / (xs[high] - xs[low]);
  return Math.min(ys[high], Math.max(ys[low], ys[low] + share * (ys[high] - ys[low])));
}

/** The probability that `calibrator` gives a raw prediction. */
export function calibrated(calibrator: Calibrator, raw: number): number {
  switch (calibrator.kind) {
    case 'identity':
      return Math.min(1, Math.max(0, raw));
    case 'sigmoid':
      return sigmoid(calibrator.slope * raw + calibrator.intercept);
    case 'platt': {
      const p = inside(raw);
      return sigmoid(calibrator.slope * (log(p) - log(1 - p)) + calibrator.intercept);
    }
    case 'beta': {
      const p = inside(raw);
      return sigmoid(calibrator.a * log(p) - calibrator.b * log(1 - p) + calibrator.c);
    }
    case 'isotonic':
      return interpolate(calibrator.raw, calibrator.probability, raw);
  }
}

/** Raw predictions of examples that their model had not learned from, with what became of them. */
export interface Outcomes {
  readonly raw: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  /** > 0; absent = all 1. */
  readonly weights?: ArrayLike<number>;
}

/** Solves the small symmetric system by Gaussian elimination with pivoting; undefined where it is singular. */
function solve(matrix: number[][], vector: readonly number[]): number[] | undefined {
  const n = vector.length;
  const rows = matrix.map((row, i) => [...row, vector[i]]);
  for (let i = 0; i < n; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, k) => (Math.abs(row[i]) > Math.abs(rows[best][i]) ? i + k : best), i);
    [rows[i], rows[pivot]] = [rows[pivot], rows[i]];
    if (Math.abs(rows[i][i]) < 1e-12) return undefined;
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= n; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  return rows.map((row, i) => row[n] / row[i]);
}

/** A little pull towards the start, so that separable outcomes do not send the slope to infinity. */
const RIDGE = 1e-3;

/**
 * Logistic regression on a few inputs by Newton's method, from `start` and pulled towards it.
 * @param inputs [inputs][examples]; the last one should be all ones
 */
function fitLogistic(
  inputs: readonly Float64Array[],
  { labels, weights }: Outcomes,
  start: readonly number[],
): number[] {
  const k = inputs.length;
  let theta = [...start];
  for (let step = 0; step < 50; step++) {
    const gradient = theta.map((value, i) => RIDGE * (start[i] - value));
    const hessian = theta.map((_, i) => theta.map((__, j) => (i === j ? RIDGE : 0)));
    for (let row = 0; row < labels.length; row++) {
      const weight = weights ? weights[row] : 1;
      let z = 0;
      for (let i = 0; i < k; i++) z += theta[i] * inputs[i][row];
      const p = sigmoid(z);
      const slope = weight * p * (1 - p);
      for (let i = 0; i < k; i++) {
        gradient[i] += weight * (labels[row] - p) * inputs[i][row];
        for (let j = 0; j <= i; j++) hessian[i][j] += slope * inputs[i][row] * inputs[j][row];
      }
    }
    for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) hessian[j][i] = hessian[i][j];
    const move = solve(hessian, gradient);
    if (!move) break;
    const size = Math.max(...move.map(Math.abs));
    const shorten = size > 2 ? 2 / size : 1;
    theta = theta.map((value, i) => value + shorten * move[i]);
    if (size < 1e-10) break;
  }
  return theta;
}

const column = (outcomes: Outcomes, f: (p: number) => number) =>
  Float64Array.from({ length: outcomes.raw.length }, (_, row) => f(inside(outcomes.raw[row])));

export function fitPlatt(outcomes: Outcomes): Calibrator {
  const logit = column(outcomes, (p) => log(p) - log(1 - p));
  const ones = new Float64Array(logit.length).fill(1);
  const [slope, intercept] = fitLogistic([logit, ones], outcomes, [1, 0]);
  if (slope > 0) return { kind: 'platt', slope, intercept };
  // The scores rank no better than chance: everybody gets the base rate.
  const [level] = fitLogistic([ones], outcomes, [0]);
  return { kind: 'platt', slope: 0, intercept: level };
}

export function fitBeta(outcomes: Outcomes): Calibrator {
  const up = column(outcomes, (p) => log(p));
  const down = column(outcomes, (p) => -log(1 - p));
  const ones = new Float64Array(up.length).fill(1);
  const [a, b, c] = fitLogistic([up, down, ones], outcomes, [1, 1, 0]);
  if (a >= 0 && b >= 0) return { kind: 'beta', a, b, c };
  // As the paper does: a negative exponent is set to 0 and the other one fitted alone.
  const [slope, intercept] = fitLogistic([a < 0 ? down : up, ones], outcomes, [1, 0]);
  if (slope < 0) return fitPlatt(outcomes);
  return a < 0 ? { kind: 'beta', a: 0, b: slope, c: intercept } : { kind: 'beta', a: slope, b: 0, c: intercept };
}

/** Pool-adjacent-violators, then a point at each block's mean raw prediction. */
export function fitIsotonic({ raw, labels, weights }: Outcomes): Calibrator {
  const order = Array.from({ length: raw.length }, (_, row) => row).sort((a, b) => raw[a] - raw[b] || a - b);
  const blocks: { raw: number; converted: number; weight: number }[] = [];
  for (const row of order) {
    const weight = weights ? weights[row] : 1;
    let block = { raw: raw[row] * weight, converted: labels[row] * weight, weight };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      const tied = last.raw / last.weight === block.raw / block.weight;
      if (!tied && last.converted * block.weight < block.converted * last.weight) break;
      blocks.pop();
      block = {
        raw: last.raw + block.raw,
        converted: last.converted + block.converted,
        weight: last.weight + block.weight,
      };
    }
    blocks.push(block);
  }
  const least = 0.5 / (blocks.reduce((sum, block) => sum + block.weight, 0) + 1);
  return {
    kind: 'isotonic',
    raw: blocks.map((block) => block.raw / block.weight),
    // A block of one outcome is not certain either.
    probability: blocks.map((block) => Math.min(1 - least, Math.max(least, block.converted / block.weight))),
  };
}

const logLoss = (p: number, label: number) => -log(label === 1 ? Math.max(p, 1e-12) : Math.max(1 - p, 1e-12));

const pick = (outcomes: Outcomes, rows: readonly number[]): Outcomes => ({
  raw: rows.map((row) => outcomes.raw[row]),
  labels: rows.map((row) => outcomes.labels[row]),
  weights: outcomes.weights && rows.map((row) => outcomes.weights?.[row] ?? 1),
});

/** Mean log loss by example, each judged by a calibrator fitted without its fold [examples]. */
function crossLosses(fit: (outcomes: Outcomes) => Calibrator, outcomes: Outcomes, folds: number): Float64Array {
  const losses = new Float64Array(outcomes.raw.length);
  const rows = Array.from(losses, (_, row) => row);
  for (let fold = 0; fold < folds; fold++) {
    const calibrator = fit(
      pick(
        outcomes,
        rows.filter((row) => row % folds !== fold),
      ),
    );
    for (let row = fold; row < losses.length; row += folds) {
      losses[row] = logLoss(calibrated(calibrator, outcomes.raw[row]), outcomes.labels[row]);
    }
  }
  return losses;
}

/** The lead of isotonic over beta in mean log loss, in standard errors. */
function leadOfIsotonic(outcomes: Outcomes): number {
  const beta = crossLosses(fitBeta, outcomes, 5);
  const gain = crossLosses(fitIsotonic, outcomes, 5).map((loss, row) => beta[row] - loss);
  const mean = gain.reduce((sum, x) => sum + x, 0) / gain.length;
  const variance = gain.reduce((sum, x) => sum + (x - mean) ** 2, 0) / gain.length;
  return variance > 0 ? mean / Math.sqrt(variance / gain.length) : 0;
}

/**
 * The calibrator that the number of examples can carry: Platt's two numbers below 1,000, beta's three from there, and
 * isotonic from 10,000 where it is clearly better on examples that it was not fitted to.
 */
export function fitCalibrator(outcomes: Outcomes): Calibrator {
  if (outcomes.raw.length < 1_000) return fitPlatt(outcomes);
  if (outcomes.raw.length < 10_000 || leadOfIsotonic(outcomes) < 2) return fitBeta(outcomes);
  return fitIsotonic(outcomes);
}
