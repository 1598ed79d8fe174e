import { log } from '../core/math.ts';
import { type Calibrator, calibrate, clampProbability } from './calibrator.ts';
import { fitLogistic } from './fit-logistic.ts';
import { collectCalibrationPoints, type CalibrationPoints } from './calibration-points.ts';

const mapRaw = ({ raw }: CalibrationPoints, f: (raw: number) => number) => raw.map(f);
const onesLike = ({ raw }: CalibrationPoints) => new Float64Array(raw.length).fill(1);

/** The base rate for everybody, where scores rank no better than chance. */
const fitIntercept = (outcomes: CalibrationPoints) => fitLogistic([onesLike(outcomes)], outcomes, [0])[0];

export function fitPlatt(outcomes: CalibrationPoints): Calibrator {
  const logit = mapRaw(outcomes, (raw) => log(clampProbability(raw)) - log(1 - clampProbability(raw)));
  const [slope, intercept] = fitLogistic([logit, onesLike(outcomes)], outcomes, [1, 0]);
  return slope > 0
    ? { kind: 'platt', slope, intercept }
    : { kind: 'platt', slope: 0, intercept: fitIntercept(outcomes) };
}

/** Platt's calibrator for raw predictions that are log odds already, as boosting gives them. */
export function fitSigmoid(outcomes: CalibrationPoints): Calibrator {
  const [slope, intercept] = fitLogistic([outcomes.raw, onesLike(outcomes)], outcomes, [1, 0]);
  return slope > 0
    ? { kind: 'sigmoid', slope, intercept }
    : { kind: 'sigmoid', slope: 0, intercept: fitIntercept(outcomes) };
}

export function fitBeta(outcomes: CalibrationPoints): Calibrator {
  const up = mapRaw(outcomes, (raw) => log(clampProbability(raw)));
  const down = mapRaw(outcomes, (raw) => -log(1 - clampProbability(raw)));
  const ones = onesLike(outcomes);
  const [a, b, c] = fitLogistic([up, down, ones], outcomes, [1, 1, 0]);
  if (a >= 0 && b >= 0) return { kind: 'beta', a, b, c };
  // As the paper does: a negative exponent is set to 0 and the other one fitted alone.
  const [slope, intercept] = fitLogistic([a < 0 ? down : up, ones], outcomes, [1, 0]);
  if (slope < 0) return fitPlatt(outcomes);
  return a < 0 ? { kind: 'beta', a: 0, b: slope, c: intercept } : { kind: 'beta', a: slope, b: 0, c: intercept };
}

/** Pool-adjacent-violators, then a point at each block's mean raw prediction. */
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
  // A block of one outcome is not certain either.
  const least = 0.5 / (all + 1);
  return {
    kind: 'isotonic',
    raw: blocks.map((block) => block.raw / block.weight),
    probability: blocks.map((block) => Math.min(1 - least, Math.max(least, block.converted / block.weight))),
  };
}

const FOLDS = 5;

/** Log loss of each example in turn, judged by a calibrator that was fitted without its fold [examples]. */
function crossValidatedLosses(
  fit: (outcomes: CalibrationPoints) => Calibrator,
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

/** By how many standard errors isotonic beats beta in mean log loss. */
function isotonicAdvantage(raw: Float64Array, labels: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const beta = crossValidatedLosses(fitBeta, raw, labels, weights);
  const gain = crossValidatedLosses(fitIsotonic, raw, labels, weights).map((loss, row) => beta[row] - loss);
  const mean = gain.reduce((sum, x) => sum + x, 0) / gain.length;
  const variance = gain.reduce((sum, x) => sum + (x - mean) ** 2, 0) / gain.length;
  return variance > 0 ? mean / Math.sqrt(variance / gain.length) : 0;
}

/** Two standard errors are asked of isotonic on at most this many examples; more would not change who wins by much. */
const MAX_COMPARED_EXAMPLES = 20_000;

/**
 * The calibrator that the number of examples can carry: Platt's two numbers below 1,000, beta's three from there, and
 * isotonic from 10,000 where it is clearly better on examples that it was not fitted to.
 * @param raw [examples] predictions in 0..1 made without the example's own label; NaN = unknown
 * @param weights [examples] > 0; absent = all 1
 */
export function fitCalibrator(raw: Float64Array, labels: ArrayLike<number>, weights?: ArrayLike<number>): Calibrator {
  const outcomes = collectCalibrationPoints(raw, labels, weights);
  if (raw.length < 1_000) return fitPlatt(outcomes);
  if (raw.length < 10_000) return fitBeta(outcomes);
  const judged = raw.subarray(-MAX_COMPARED_EXAMPLES);
  const from = raw.length - judged.length;
  const tail = (values: ArrayLike<number>) => Float64Array.from(judged, (_, i) => values[from + i]);
  const lead = isotonicAdvantage(judged, tail(labels), weights && tail(weights));
  return lead < 2 ? fitBeta(outcomes) : fitIsotonic(outcomes);
}
