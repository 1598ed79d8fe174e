import { log, sigmoid } from '../core/math.ts';

/** Maps a raw prediction to a probability, never decreasing; plain JSON. */
export type Calibrator =
  | { readonly kind: 'identity' }
  /** sigmoid(slope · raw + intercept), for raw predictions that are log odds. @source Platt 1999 */
  | { readonly kind: 'sigmoid'; readonly slope: number; readonly intercept: number }
  /** sigmoid(slope · logit(raw) + intercept). @source Platt 1999, on the log odds */
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  /** sigmoid(a · ln raw − b · ln(1 − raw) + c), a, b ≥ 0. @source Kull et al. 2017, "Beta calibration" */
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly c: number }
  /** Linear between the points, constant outside. @source Zadrozny & Elkan 2002 */
  | { readonly kind: 'isotonic'; readonly raw: readonly number[]; readonly probability: readonly number[] };

/** A raw prediction of 0 or 1 means that no tree saw the other outcome, not certainty. */
const MIN_PROBABILITY = 1e-4;
export const clampProbability = (raw: number): number => Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, raw));

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
      return sigmoid(calibrator.slope * (log(p) - log(1 - p)) + calibrator.intercept);
    }
    case 'beta': {
      const p = clampProbability(raw);
      return sigmoid(calibrator.a * log(p) - calibrator.b * log(1 - p) + calibrator.c);
    }
    case 'isotonic':
      return interpolate(calibrator.raw, calibrator.probability, raw);
  }
}
