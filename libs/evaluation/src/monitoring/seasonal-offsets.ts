import { logit, sigmoid } from '../log-odds.ts';

/** Leads whose outcome is final. */
export interface SettledLeads {
  /** [rows] predicted probability of reaching the goal within the horizon, 0..1. */
  readonly probabilities: ArrayLike<number>;
  /** [rows] the time of the prediction, in days since any fixed instant. */
  readonly days: ArrayLike<number>;
  /** [rows] 1 = reached the goal within the horizon, 0 = not. */
  readonly reached: ArrayLike<number>;
}

/** Whole weeks, so that each day is compared with the same day of the week. */
const YEAR_DAYS = 364;
/** Of the year that must have leads, so that a part of a year is not taken for a season. */
const MIN_COVERED_DAYS = 330;
/** Leads of that many days before and after count for a day. */
const WINDOW_DAYS = 15;
const MONTHS = 12;

/** [YEAR_DAYS] added to the log odds of a prediction at that time of the year, by the remainder of the day. */
export type SeasonalOffsets = Float64Array;

/**
 * How the times of the year differed from the predictions, in log odds, within the newest year of settled leads: a season that comes
 * every year is no change. The differences of months beyond chance say how far one of them is to be believed (empirical Bayes), so
 * that a company without seasons has offsets near 0. A level that was wrong all year is not a season.
 * @returns 0 for all days where less than a year is known
 * @source Robbins 1956, "An empirical Bayes approach to statistics"
 */
export function seasonalOffsets({ probabilities, days, reached }: SettledLeads): SeasonalOffsets {
  const newest = Array.from(days).reduce((latest, day) => Math.max(latest, day), -Infinity);
  const [difference, information] = [new Float64Array(YEAR_DAYS), new Float64Array(YEAR_DAYS)];
  const covered = new Set<number>();
  for (let row = 0; row < days.length; row++) {
    if (days[row]! <= newest - YEAR_DAYS) continue;
    const day = dayOfYear(days[row]!);
    const probability = probabilities[row]!;
    covered.add(day);
    difference[day]! += reached[row]! - probability;
    information[day]! += probability * (1 - probability);
  }
  if (covered.size < MIN_COVERED_DAYS) return new Float64Array(YEAR_DAYS);
  const level = sum(difference) / sum(information);
  const around = (day: number) => {
    let [differing, known] = [0, 0];
    for (let other = day - WINDOW_DAYS; other <= day + WINDOW_DAYS; other++) {
      const at = dayOfYear(other);
      differing += difference[at]!;
      known += information[at]!;
    }
    return { offset: differing / known - level, variance: 1 / known };
  };
  const months = Array.from({ length: MONTHS }, (_, month) => around(((month + 0.5) * YEAR_DAYS) / MONTHS));
  const spread = months.reduce((total, { offset, variance }) => total + (offset ** 2 - variance) / MONTHS, 0);
  if (!(spread > 0)) return new Float64Array(YEAR_DAYS);
  return Float64Array.from({ length: YEAR_DAYS }, (_, day) => {
    const { offset, variance } = around(day);
    return (offset * spread) / (spread + variance);
  });
}

/** [rows] The predictions, shifted by the offsets of their days. */
export function inSeason(
  offsets: SeasonalOffsets,
  probabilities: ArrayLike<number>,
  days: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(days, (day, row) => sigmoid(logit(probabilities[row]!) + offsets[dayOfYear(day)]!));
}

const dayOfYear = (day: number): number => ((Math.floor(day) % YEAR_DAYS) + YEAR_DAYS) % YEAR_DAYS;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
