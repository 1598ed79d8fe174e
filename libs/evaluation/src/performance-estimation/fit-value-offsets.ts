import { pairedLosses, type PairedDifference } from '../bootstrap/intervals.ts';
import { shiftedDelays, wholeDays, type DelayDistribution } from './delay-distribution.ts';
import { estimatePerformance, type PartlySettledLeads } from './estimate-performance.ts';
import { adjustLogOdds, fitLevel } from './fit-level.ts';
import { foldedDifference, takeLeads } from './folded-difference.ts';

/** What is added to the log odds of the leads with one value of a category. */
export interface FittedOffset {
  readonly logOdds: number;
  /** Leads with the value. */
  readonly rows: number;
  readonly converted: number;
}

export interface FittedOffsets {
  /** One per value. */
  readonly offsets: readonly FittedOffset[];
  /** The loss with the offsets less the present one, of leads that they were not fitted on, settled or not. */
  readonly difference: PairedDifference;
}

/**
 * Standard deviation of the prior of an offset, an assumption: odds up to about three times higher or lower are likely, and a handful of
 * conversions gives no extreme ones.
 */
const OFFSET_SD = 1;
/** Offsets of values of several features depend on each other, so they are fitted in turns. */
const ROUNDS = 3;

/**
 * Fits an offset in log odds for the leads of each value to leads whose outcomes are partly settled; all other leads stay as they are.
 * The delays are shifted as those of all leads have been.
 * @param leads of one world only: those since the change
 * @param values the rows of each value; a row may be of several
 * @throws EvaluationError as `estimatePerformance`: with fewer than 20 conversions in any four fifths of the leads
 */
export function fitValueOffsets(
  leads: PartlySettledLeads,
  values: readonly (readonly number[])[],
  delays: DelayDistribution,
  seed: number,
): FittedOffsets {
  const fitted = fitOffsets(leads, values, delaysSince(leads, delays));
  const difference = foldedDifference(leads, delays.horizonDays, (others, rows) => {
    const own = delaysSince(others, delays);
    const offsets = fitOffsets(others, rowsAmong(values, rows), own);
    return {
      cumulative: own.cumulative,
      adjust: (held, heldRows) => addOffsets(held, rowsAmong(values, heldRows), offsets).probabilities,
    };
  });
  const isConverted = (row: number) => wholeDays(leads.waitDays[row]!) <= delays.horizonDays;
  return {
    offsets: values.map((rows, i) => ({
      logOdds: fitted[i]!,
      rows: rows.length,
      converted: rows.filter(isConverted).length,
    })),
    difference: pairedLosses(difference, { seed }),
  };
}

type Delays = Pick<DelayDistribution, 'cumulative' | 'horizonDays'>;

function delaysSince(leads: PartlySettledLeads, delays: DelayDistribution): Delays {
  const { delayShift } = estimatePerformance(leads, delays);
  return { cumulative: shiftedDelays(delays, delayShift.value).cumulative, horizonDays: delays.horizonDays };
}

function fitOffsets(leads: PartlySettledLeads, values: readonly (readonly number[])[], delays: Delays): number[] {
  const offsets = values.map(() => 0);
  for (let round = 0; round < (values.length > 1 ? ROUNDS : 1); round++) {
    values.forEach((rows, i) => {
      offsets[i] = 0;
      const withOthers = addOffsets(leads, values, offsets);
      offsets[i] = fitLevel(takeLeads(withOthers, rows), delays, OFFSET_SD);
    });
  }
  return offsets;
}

function addOffsets(
  leads: PartlySettledLeads,
  values: readonly (readonly number[])[],
  offsets: readonly number[],
): PartlySettledLeads {
  const added = new Float64Array(leads.probabilities.length);
  values.forEach((rows, i) => {
    for (const row of rows) added[row]! += offsets[i]!;
  });
  const probabilities = Float64Array.from(leads.probabilities, (p, row) =>
    added[row] === 0 ? p : adjustLogOdds(p, added[row]!, 1),
  );
  return { ...leads, probabilities };
}

/** The rows of each value as places in `rows`. */
function rowsAmong(values: readonly (readonly number[])[], rows: readonly number[]): number[][] {
  const places = new Map(rows.map((row, place) => [row, place]));
  return values.map((own) => own.flatMap((row) => places.get(row) ?? []));
}
