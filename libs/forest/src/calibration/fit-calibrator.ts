import { log } from '../core/math.ts';
import { type Calibrator, calibrate, clampProbability } from './calibrator.ts';
import { fitLogistic } from './fit-logistic.ts';
import { collectCalibrationPoints, type CalibrationPoints } from './calibration-points.ts';

const mapRaw = ({ raw }: CalibrationPoints, f: (raw: number) => number) => raw.map(f);
const onesLike = ({ raw }: CalibrationPoints) => new Float64Array(raw.length).fill(1);

/** The intercept alone: the base rate, where scores rank no better than chance. */
const fitIntercept = (points: CalibrationPoints) => fitLogistic([onesLike(points)], points, [0])[0];

export function fitPlatt(points: CalibrationPoints): Calibrator {
  const logit = mapRaw(points, (raw) => log(clampProbability(raw)) - log(1 - clampProbability(raw)));
  const [slope, intercept] = fitLogistic([logit, onesLike(points)], points, [1, 0]);
  return slope > 0 ? { kind: 'platt', slope, intercept } : { kind: 'platt', slope: 0, intercept: fitIntercept(points) };
}

/** Platt scaling of raw predictions that are log odds, as those of boosting. */
export function fitSigmoid(points: CalibrationPoints): Calibrator {
  const [slope, intercept] = fitLogistic([points.raw, onesLike(points)], points, [1, 0]);
  return slope > 0
    ? { kind: 'sigmoid', slope, intercept }
    : { kind: 'sigmoid', slope: 0, intercept: fitIntercept(points) };
}

export function fitBeta(points: CalibrationPoints): Calibrator {
  const up = mapRaw(points, (raw) => log(clampProbability(raw)));
  const down = mapRaw(points, (raw) => -log(1 - clampProbability(raw)));
  const ones = onesLike(points);
  const [a, b, c] = fitLogistic([up, down, ones], points, [1, 1, 0]);
  if (a >= 0 && b >= 0) return { kind: 'beta', a, b, c };
  // As in the paper: a negative exponent is set to 0, and the other one is fitted alone.
  const [slope, intercept] = fitLogistic([a < 0 ? down : up, ones], points, [1, 0]);
  if (slope < 0) return fitPlatt(points);
  return a < 0 ? { kind: 'beta', a: 0, b: slope, c: intercept } : { kind: 'beta', a: slope, b: 0, c: intercept };
}

/** Pools adjacent violators and places a point at each block's mean raw prediction. */
export function fitIsotonic({ raw, weight, converted }: CalibrationPoints): Calibrator {
  const blocks: { raw: number; converted: number; weight: number }[] = [];
  let all = 0;
  for (let point = 0; point < raw.length; point++) {
    let block = { raw: raw[point] * weight[point], converted: converted[point], weight: weight[point] };
    all += weight[point];
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      if (last.converted * block.weight < block.converted * last.weight) break;
      blocks.pop();
      block = {
        raw: last.raw + block.raw,
        converted: last.converted + block.converted,
        weight: last.weight + block.weight,
      };
    }
    blocks.push(block);
  }
  // A block with a single outcome is not certain either.
  const least = 0.5 / (all + 1);
  return {
    kind: 'isotonic',
    raw: blocks.map((block) => block.raw / block.weight),
    probability: blocks.map((block) => Math.min(1 - least, Math.max(least, block.converted / block.weight))),
  };
}

const FOLDS = 5;

/** [examples] Log loss by a calibrator that was fitted without the example's fold. */
function crossValidatedLosses(
  fit: (points: CalibrationPoints) => Calibrator,
  raw: Float64Array,
  labels: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): Float64Array {
  const losses = new Float64Array(raw.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const calibrator = fit(collectCalibrationPoints(raw, labels, weights, (row) => row % FOLDS !== fold));
    for (let row = fold; row < raw.length; row += FOLDS) {
      const p = calibrate(calibrator, raw[row]);
      losses[row] = raw[row] === raw[row] ? -log(Math.max(1e-12, labels[row] === 1 ? p : 1 - p)) : 0;
    }
  }
  return losses;
}

/** The advantage of isotonic over beta calibration in mean log loss, in standard errors. */
function isotonicAdvantage(raw: Float64Array, labels: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const beta = crossValidatedLosses(fitBeta, raw, labels, weights);
  const gain = crossValidatedLosses(fitIsotonic, raw, labels, weights).map((loss, row) => beta[row] - loss);
  const mean = gain.reduce((sum, x) => sum + x, 0) / gain.length;
  const variance = gain.reduce((sum, x) => sum + (x - mean) ** 2, 0) / gain.length;
  return variance > 0 ? mean / Math.sqrt(variance / gain.length) : 0;
}

/** Isotonic and beta calibration are compared on at most this many examples. */
const MAX_COMPARED_EXAMPLES = 20_000;

/**
 * Fits the calibrator that the number of examples supports: Platt with two parameters below 1,000, beta with three from there
 * on, and from 10,000 isotonic where cross-validation shows it to be better by two standard errors.
 * @param raw [examples] predictions in 0..1 made without the example's own label; NaN = unknown
 * @param weights [examples] > 0; absent = all 1
 */
export function fitCalibrator(raw: Float64Array, labels: ArrayLike<number>, weights?: ArrayLike<number>): Calibrator {
  const points = collectCalibrationPoints(raw, labels, weights);
  if (raw.length < 1_000) return fitPlatt(points);
  if (raw.length < 10_000) return fitBeta(points);
  const compared = raw.subarray(-MAX_COMPARED_EXAMPLES);
  const from = raw.length - compared.length;
  const tail = (values: ArrayLike<number>) => Float64Array.from(compared, (_, i) => values[from + i]);
  const lead = isotonicAdvantage(compared, tail(labels), weights && tail(weights));
  return lead < 2 ? fitBeta(points) : fitIsotonic(points);
}
