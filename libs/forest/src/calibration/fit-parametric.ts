import { log } from '../core/math.ts';
import { type Calibrator, clampProbability, logit, logShares, type RawPrediction } from './calibrator.ts';
import { fitLogistic } from './fit-logistic.ts';
import type { CalibrationPoints } from './calibration-points.ts';

const mapRaw = ({ raw }: CalibrationPoints, f: (raw: number) => number) => raw.map(f);
const onesLike = ({ raw }: CalibrationPoints) => new Float64Array(raw.length).fill(1);

/** [points] In log odds. */
const logOddsOf = (points: CalibrationPoints, of: RawPrediction) =>
  of === 'log odds' ? points.raw : mapRaw(points, (raw) => logit(clampProbability(raw)));

/** The intercept alone: the base rate, where scores rank no better than chance. */
const fitIntercept = (points: CalibrationPoints) => fitLogistic([onesLike(points)], points, [0])[0];

/** Two parameters; a negative slope is replaced by 0. @source Platt 1999, "Probabilistic outputs for support vector machines" */
export function fitPlatt(points: CalibrationPoints, of: RawPrediction): Calibrator {
  const kind = of === 'log odds' ? 'sigmoid' : 'platt';
  const [slope, intercept] = fitLogistic([logOddsOf(points, of), onesLike(points)], points, [1, 0]);
  return slope > 0 ? { kind, slope, intercept } : { kind, slope: 0, intercept: fitIntercept(points) };
}

/** Three parameters, the first two not negative. @source Kull et al. 2017, "Beta calibration" */
export function fitBeta(points: CalibrationPoints, of: RawPrediction): Calibrator {
  const kind = of === 'log odds' ? 'log-odds-beta' : 'beta';
  const shares = Array.from(points.raw, (raw) =>
    of === 'log odds' ? logShares(raw) : { up: log(clampProbability(raw)), down: -log(1 - clampProbability(raw)) },
  );
  const up = Float64Array.from(shares, (share) => share.up);
  const down = Float64Array.from(shares, (share) => share.down);
  const ones = onesLike(points);
  const [a, b, c] = fitLogistic([up, down, ones], points, [1, 1, 0]);
  if (a >= 0 && b >= 0) return { kind, a, b, c };
  // As in the paper: a negative exponent is set to 0, and the other one is fitted alone.
  const [slope, intercept] = fitLogistic([a < 0 ? down : up, ones], points, [1, 0]);
  if (slope < 0) return fitPlatt(points, of);
  return a < 0 ? { kind, a: 0, b: slope, c: intercept } : { kind, a: slope, b: 0, c: intercept };
}

/** Three parameters; Platt's two where the parabola would decrease between the lowest and the highest raw prediction. */
export function fitQuadratic(points: CalibrationPoints, of: RawPrediction): Calibrator {
  const x = logOddsOf(points, of);
  const squares = x.map((value) => value * value);
  const [square, slope, intercept] = fitLogistic([squares, x, onesLike(points)], points, [0, 1, 0]);
  const increases = [x[0], x[x.length - 1]].every((value) => 2 * square * value + slope > 0);
  return increases ? { kind: 'quadratic', of, square, slope, intercept } : fitPlatt(points, of);
}
