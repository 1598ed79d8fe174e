import { pairedLosses, type PairedDifference } from '../bootstrap/intervals.ts';
import { shiftedDelays, type DelayDistribution } from './delay-distribution.ts';
import {
  estimatePerformance,
  type Estimate,
  type PartlySettledLeads,
  type PerformanceEstimate,
} from './estimate-performance.ts';
import { adjustLogOdds, fitLevel } from './fit-level.ts';
import { foldedDifference, type FoldAdjustment } from './folded-difference.ts';

/** An adjustment of a model's log odds that makes it calibrated for the leads it was fitted on. */
export interface Recalibration {
  readonly intercept: number;
  /** Exactly 1 where only the level has moved. */
  readonly slope: number;
  /** `level`: the interval of the slope includes 1. */
  readonly kind: 'level' | 'level_and_slope';
  readonly rows: number;
  readonly converted: number;
  /** The adjusted loss less the present one, of leads that the adjustment was not fitted on, settled or not. */
  readonly difference: PairedDifference;
}

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
  const { rows, converted } = estimate;
  const difference = foldedDifference(leads, delays.horizonDays, (fitted): FoldAdjustment => {
    const own = estimatePerformance(fitted, delays);
    const { intercept, slope } = adjustmentOf(fitted, delays, own, kind);
    return {
      cumulative: shiftedDelays(delays, own.delayShift.value).cumulative,
      adjust: ({ probabilities }) => Float64Array.from(probabilities, (p) => adjustLogOdds(p, intercept, slope)),
    };
  });
  return {
    ...adjustmentOf(leads, delays, estimate, kind),
    ...{ kind, rows, converted },
    difference: pairedLosses(difference, { seed }),
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
