import { exp, log, sigmoid } from '../core/math.ts';

/** Maps a raw prediction to a probability, never decreasing; plain JSON. */
export type Calibrator =
  | { readonly kind: 'identity' }
  /** sigmoid(slope · raw + intercept), for raw predictions that are log odds. @source Platt 1999 */
  | { readonly kind: 'sigmoid'; readonly slope: number; readonly intercept: number }
  /** sigmoid(slope · logit(raw) + intercept). @source Platt 1999, on the log odds */
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  /** sigmoid(a · ln raw − b · ln(1 − raw) + c), a, b ≥ 0. @source Kull et al. 2017, "Beta calibration" */
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly c: number }
  /** sigmoid(a · ln p − b · ln(1 − p) + c) with p = sigmoid(raw), for raw predictions that are log odds; a, b ≥ 0 */
  | { readonly kind: 'log-odds-beta'; readonly a: number; readonly b: number; readonly c: number }
  /**
   * sigmoid(square · x² + slope · x + intercept), where x is the raw prediction, or its logit if it is a share. Constant beyond
   * the vertex of the parabola, so that it never decreases.
   */
  | {
      readonly kind: 'quadratic';
      readonly of: RawPrediction;
      readonly square: number;
      readonly slope: number;
      readonly intercept: number;
    }
  /** Linear between the points, constant outside. @source Zadrozny & Elkan 2002 */
  | { readonly kind: 'isotonic'; readonly raw: readonly number[]; readonly probability: readonly number[] };

/** What raw predictions are: log odds, as those of boosting, or shares in 0..1, as those of a forest. */
export type RawPrediction = 'log odds' | 'share';

/** A raw prediction of 0 or 1 means that no tree saw the other outcome, not certainty. */
const MIN_PROBABILITY = 1e-4;
export const clampProbability = (raw: number): number => Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, raw));

export const logit = (p: number): number => log(p) - log(1 - p);

/** Beyond these log odds a probability is 0 or 1. */
const MAX_LOG_ODDS = 1_000;

/** ln p and −ln(1 − p) of p = sigmoid(logOdds), without overflow. */
export const logShares = (logOdds: number): { readonly up: number; readonly down: number } => {
  const z = Math.max(-MAX_LOG_ODDS, Math.min(MAX_LOG_ODDS, logOdds));
  const rest = log(1 + exp(-Math.abs(z)));
  return { up: Math.min(z, 0) - rest, down: Math.max(z, 0) + rest };
};

/** The input of a quadratic calibrator, up to its vertex. */
function beforeVertex(x: number, square: number, slope: number): number {
  if (square === 0) return x;
  const vertex = -slope / (2 * square);
  return square > 0 ? Math.max(x, vertex) : Math.min(x, vertex);
}

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

export function calibrate(calibrator: Calibrator, raw: number): number {
  switch (calibrator.kind) {
    case 'identity':
      return Math.min(1, Math.max(0, raw));
    case 'sigmoid':
      return sigmoid(calibrator.slope * raw + calibrator.intercept);
    case 'platt': {
      const p = clampProbability(raw);
      return sigmoid(calibrator.slope * logit(p) + calibrator.intercept);
    }
    case 'beta': {
      const p = clampProbability(raw);
      return sigmoid(calibrator.a * log(p) - calibrator.b * log(1 - p) + calibrator.c);
    }
    case 'log-odds-beta': {
      const { up, down } = logShares(raw);
      return sigmoid(calibrator.a * up + calibrator.b * down + calibrator.c);
    }
    case 'quadratic': {
      const { square, slope, intercept } = calibrator;
      const x = beforeVertex(calibrator.of === 'log odds' ? raw : logit(clampProbability(raw)), square, slope);
      return sigmoid((square * x + slope) * x + intercept);
    }
    case 'isotonic':
      return interpolate(calibrator.raw, calibrator.probability, raw);
  }
}
