import { pairedLosses, type PairedDifference } from '../bootstrap/intervals.ts';
import { logit, sigmoid } from '../log-odds.ts';
import { shiftedDelays, type DelayDistribution } from './delay-distribution.ts';
import {
  estimatePerformance,
  type Estimate,
  type PartlySettledLeads,
  type PerformanceEstimate,
} from './estimate-performance.ts';
import { partlySettledLosses } from './partly-settled-loss.ts';

/** An adjustment of a model's log odds that makes it calibrated for the leads it was fitted on. */
export interface Recalibration {
  readonly intercept: number;
  /** Exactly 1 where only the level has moved. */
  readonly slope: number;
  /** `level`: the interval of the slope includes 1. */
  readonly kind: 'level' | 'level_and_slope';
  readonly rows: number;
  readonly converted: number;
  readonly estimate: Pick<PerformanceEstimate, 'intercept' | 'slope' | 'delayShift' | 'rate' | 'predictedRate'>;
  /** The adjusted loss less the present one, of leads that the adjustment was not fitted on, settled or not. */
  readonly difference: PairedDifference;
}

const FOLDS = 5;
/** A lower slope would leave no ranking. */
const MIN_SLOPE = 0.05;

/**
 * Fits intercept and slope in log odds to leads whose outcomes are partly settled. Where the slope may be 1, it stays 1 and the
 * intercept is what remains.
 * @param leads of one world only: those since the change
 * @throws EvaluationError as `estimatePerformance`: with fewer than 20 conversions in any four fifths of the leads
 */
export function fitRecalibration(leads: PartlySettledLeads, delays: DelayDistribution, seed: number): Recalibration {
  const estimate = estimatePerformance(leads, delays);
  const kind = includes(estimate.slope, 1) ? 'level' : 'level_and_slope';
  const adjustment = adjustmentOf(leads, delays, estimate, kind);
  const before = new Float64Array(estimate.rows);
  const after = new Float64Array(estimate.rows);
  for (let fold = 0; fold < FOLDS; fold++) {
    const rows = Array.from({ length: estimate.rows }, (_, row) => row);
    const fitted = takeLeads(
      leads,
      rows.filter((row) => row % FOLDS !== fold),
    );
    const held = rows.filter((row) => row % FOLDS === fold);
    const own = estimatePerformance(fitted, delays);
    const { cumulative } = shiftedDelays(delays, own.delayShift.value);
    const scale = { cumulative, horizonDays: delays.horizonDays };
    const heldLeads = takeLeads(leads, held);
    const { intercept, slope } = adjustmentOf(fitted, delays, own, kind);
    const adjusted = Float64Array.from(heldLeads.probabilities, (p) => adjust(p, intercept, slope));
    const [present, improved] = [heldLeads, { ...heldLeads, probabilities: adjusted }].map((each) =>
      partlySettledLosses(each, scale),
    );
    held.forEach((row, i) => {
      before[row] = present![i]!;
      after[row] = improved![i]!;
    });
  }
  const { rows, converted } = estimate;
  return {
    ...adjustment,
    kind,
    rows,
    converted,
    estimate,
    difference: pairedLosses(
      after.map((loss, row) => loss - before[row]!),
      { seed },
    ),
  };
}

const includes = ({ low, high }: Estimate, value: number) => low <= value && value <= high;

function adjustmentOf(
  leads: PartlySettledLeads,
  delays: DelayDistribution,
  { intercept, slope, delayShift }: PerformanceEstimate,
  kind: Recalibration['kind'],
): { readonly intercept: number; readonly slope: number } {
  if (kind === 'level_and_slope') return { intercept: intercept.value, slope: Math.max(MIN_SLOPE, slope.value) };
  const { cumulative } = shiftedDelays(delays, delayShift.value);
  return { intercept: fitLevel(leads, { cumulative, horizonDays: delays.horizonDays }), slope: 1 };
}

const MAX_LEVEL = 8;

/** The intercept with slope 1 that minimises the loss, which has one minimum: by golden-section search. */
function fitLevel(leads: PartlySettledLeads, delays: Pick<DelayDistribution, 'cumulative' | 'horizonDays'>): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const lossAt = (intercept: number) =>
    partlySettledLosses(
      { ...leads, probabilities: Float64Array.from(leads.probabilities, (p) => adjust(p, intercept, 1)) },
      delays,
    ).reduce((sum, loss) => sum + loss, 0);
  let [low, high] = [-MAX_LEVEL, MAX_LEVEL];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [ofLeft, ofRight] = [lossAt(left), lossAt(right)];
  while (high - low > 1e-3) {
    if (ofLeft < ofRight) {
      [high, right, ofRight] = [right, left, ofLeft];
      left = high - ratio * (high - low);
      ofLeft = lossAt(left);
    } else {
      [low, left, ofLeft] = [left, right, ofRight];
      right = low + ratio * (high - low);
      ofRight = lossAt(right);
    }
  }
  return (low + high) / 2;
}

const MIN_PROBABILITY = 1e-4;

function adjust(probability: number, intercept: number, slope: number): number {
  const p = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));
  return sigmoid(intercept + slope * logit(p));
}

const takeLeads = (
  { probabilities, ageDays, waitDays }: PartlySettledLeads,
  rows: readonly number[],
): PartlySettledLeads => ({
  probabilities: rows.map((row) => probabilities[row]!),
  ageDays: rows.map((row) => ageDays[row]!),
  waitDays: rows.map((row) => waitDays[row]!),
});
