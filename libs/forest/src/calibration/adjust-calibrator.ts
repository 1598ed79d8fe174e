import { sigmoid } from '../core/math.ts';
import { calibrate, clampProbability, logit, type Calibrator } from './calibrator.ts';

/** logit of the new probability = intercept + slope · logit of the former one. */
export interface LogOddsAdjustment {
  readonly intercept: number;
  /** Above 0, so that the order of leads stays. */
  readonly slope: number;
}

/** The adjusted probability, for one that a calibrator gives. */
export function adjustProbability({ intercept, slope }: LogOddsAdjustment, probability: number): number {
  return sigmoid(intercept + slope * logit(clampProbability(probability)));
}

/**
 * A calibrator that gives the adjusted probabilities. Identity becomes Platt, and isotonic gets more points, so that it is off by
 * about 1e-5 at most between them; all others keep their form.
 */
export function adjustCalibrator(calibrator: Calibrator, adjustment: LogOddsAdjustment): Calibrator {
  const { intercept, slope } = adjustment;
  switch (calibrator.kind) {
    case 'identity':
      return { kind: 'platt', slope, intercept };
    case 'sigmoid':
    case 'platt':
      return {
        kind: calibrator.kind,
        slope: slope * calibrator.slope,
        intercept: intercept + slope * calibrator.intercept,
      };
    case 'quadratic':
      return {
        ...calibrator,
        square: slope * calibrator.square,
        slope: slope * calibrator.slope,
        intercept: intercept + slope * calibrator.intercept,
      };
    case 'beta':
    case 'log-odds-beta':
      return {
        kind: calibrator.kind,
        a: slope * calibrator.a,
        b: slope * calibrator.b,
        c: intercept + slope * calibrator.c,
      };
    case 'isotonic': {
      const raw = refinedPoints(calibrator, adjustment);
      return {
        kind: 'isotonic',
        raw,
        probability: raw.map((each) => adjustProbability(adjustment, calibrate(calibrator, each))),
      };
    }
  }
}

const MAX_ERROR = 1e-5;
const MAX_HALVINGS = 8;

/** The points of an isotonic calibrator, and as many between them as the adjusted curve needs. */
function refinedPoints(calibrator: Calibrator & { kind: 'isotonic' }, adjustment: LogOddsAdjustment): number[] {
  const adjusted = (raw: number) => adjustProbability(adjustment, calibrate(calibrator, raw));
  const points: number[] = [calibrator.raw[0]];
  const addBetween = (low: number, high: number, halvings: number): void => {
    const middle = (low + high) / 2;
    const isNewPoint = low < middle && middle < high;
    // The curve may cross the straight line at its middle, so the quarters are compared too.
    const error = [0.25, 0.5, 0.75].reduce((worst, share) => {
      const between = adjusted(low) + share * (adjusted(high) - adjusted(low));
      return Math.max(worst, Math.abs(adjusted(low + share * (high - low)) - between));
    }, 0);
    if (isNewPoint && halvings < MAX_HALVINGS && error > MAX_ERROR) {
      addBetween(low, middle, halvings + 1);
      addBetween(middle, high, halvings + 1);
    } else points.push(high);
  };
  calibrator.raw.slice(1).forEach((high, i) => addBetween(calibrator.raw[i], high, 0));
  return points;
}
