import { log } from '../core/math.ts';
import { mix } from '../core/random.ts';
import { type Calibrator, calibrate, type RawPrediction } from './calibrator.ts';
import { collectCalibrationPoints, type CalibrationPoints } from './calibration-points.ts';
import { fitBeta, fitPlatt, fitQuadratic } from './fit-parametric.ts';

/** Pools adjacent violators and places a point at each block's mean raw prediction. */
function fitIsotonic({ raw, weight, converted }: CalibrationPoints): Calibrator {
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

/** Predictions to calibrate, made without the examples' own labels. */
export interface UncalibratedPredictions {
  /** [examples] NaN = unknown. */
  readonly raw: Float64Array;
  readonly of: RawPrediction;
  readonly labels: ArrayLike<number>;
  /** [examples] > 0; absent = all 1. */
  readonly weights?: ArrayLike<number>;
  /** [examples] Rows of one group (one lead) are in one fold; absent = every row is a group of its own. */
  readonly groups?: ArrayLike<number>;
}

type Fit = (points: CalibrationPoints, of: RawPrediction) => Calibrator;

/** With up to three parameters each; of equally good ones, the first is chosen. */
const PARAMETRIC: readonly Fit[] = [fitPlatt, fitBeta, fitQuadratic];

const FOLDS = 5;

/** A fold with the points of the others. */
interface Fold {
  readonly held: Int32Array;
  readonly others: CalibrationPoints;
}

function foldsOf({ raw, labels, weights, groups }: UncalibratedPredictions): readonly Fold[] {
  const foldOf = Uint8Array.from(raw, (_, row) => (groups ? (mix(groups[row] + 1) >>> 0) % FOLDS : row % FOLDS));
  const known = Int32Array.from(raw.keys()).filter((row) => raw[row] === raw[row]);
  return Array.from({ length: FOLDS }, (_, fold) => ({
    held: known.filter((row) => foldOf[row] === fold),
    others: collectCalibrationPoints(raw, labels, weights, (row) => foldOf[row] !== fold),
  }));
}

/** [examples] Log loss by a calibrator that was fitted without the example's fold; 0 where a prediction is unknown. */
function crossValidatedLosses(
  fit: Fit,
  { raw, of, labels, weights }: UncalibratedPredictions,
  folds: readonly Fold[],
): Float64Array {
  const losses = new Float64Array(raw.length);
  for (const { held, others } of folds) {
    const calibrator = fit(others, of);
    for (const row of held) {
      const p = calibrate(calibrator, raw[row]);
      losses[row] = -(weights ? weights[row] : 1) * log(Math.max(1e-12, labels[row] === 1 ? p : 1 - p));
    }
  }
  return losses;
}

/** How much lower the first losses are than the second, on average, in standard errors. */
function advantage(losses: Float64Array, others: Float64Array): number {
  const gain = losses.map((loss, row) => others[row] - loss);
  const mean = gain.reduce((sum, x) => sum + x, 0) / gain.length;
  const variance = gain.reduce((sum, x) => sum + (x - mean) ** 2, 0) / gain.length;
  return variance > 0 ? mean / Math.sqrt(variance / gain.length) : 0;
}

/** Calibrators are compared on at most this many examples, the last ones. */
const MAX_COMPARED_EXAMPLES = 20_000;
/** With fewer examples isotonic calibration follows noise. */
const MIN_EXAMPLES_FOR_ISOTONIC = 5_000;
/** Isotonic calibration makes some different predictions equal, so it must be better by this many standard errors. */
const MIN_ISOTONIC_ADVANTAGE = 2;

function lastExamples(predictions: UncalibratedPredictions): UncalibratedPredictions {
  const { raw, of, labels, weights, groups } = predictions;
  const from = Math.max(0, raw.length - MAX_COMPARED_EXAMPLES);
  const tail = (values: ArrayLike<number>) => Float64Array.from(raw.subarray(from), (_, i) => values[from + i]);
  return {
    raw: raw.subarray(from),
    of,
    labels: tail(labels),
    weights: weights && tail(weights),
    groups: groups && tail(groups),
  };
}

/**
 * Fits the calibrator with the lowest cross-validated log loss: Platt with two parameters, beta or quadratic with three; from
 * 5,000 examples on isotonic, if it is better by two standard errors.
 */
export function fitCalibrator(predictions: UncalibratedPredictions): Calibrator {
  const { raw, of, labels, weights } = predictions;
  const compared = lastExamples(predictions);
  const folds = foldsOf(compared);
  const losses = PARAMETRIC.map((fit) => crossValidatedLosses(fit, compared, folds));
  const sums = losses.map((each) => each.reduce((sum, loss) => sum + loss, 0));
  const best = sums.indexOf(Math.min(...sums));
  const points = collectCalibrationPoints(raw, labels, weights);
  if (raw.length >= MIN_EXAMPLES_FOR_ISOTONIC) {
    const isotonic = crossValidatedLosses(fitIsotonic, compared, folds);
    if (advantage(isotonic, losses[best]) >= MIN_ISOTONIC_ADVANTAGE) return fitIsotonic(points);
  }
  return PARAMETRIC[best](points, of);
}
