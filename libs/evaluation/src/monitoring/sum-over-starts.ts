import { DAYS_PER_WEEK } from './week-counts.ts';

export interface ChangeEvidence {
  /**
   * Sum over the possible starts of the evidence that something has changed since then. About 1 per week without a change;
   * finite.
   */
  readonly value: number;
  /** The first day of the start with the strongest evidence. */
  readonly since: number;
}

/**
 * The Shiryaev–Roberts statistic: the sum of the evidence over the weeks in which a change may have begun.
 * @param addWeek adds a week to the evidence, called from the newest week to the oldest; returns the log of the e-value of a
 *   change at the beginning of that week
 */
export function sumOverStarts<Week>(
  weeks: ReadonlyMap<number, Week>,
  today: number,
  addWeek: (week: Week) => number,
): ChangeEvidence {
  let [value, since, highestLog] = [0, today, -Infinity];
  for (const start of [...weeks.keys()].sort((a, b) => b - a)) {
    const log = addWeek(weeks.get(start)!);
    value += Math.exp(log);
    if (log > highestLog) [highestLog, since] = [log, start * DAYS_PER_WEEK];
  }
  return { value: Math.min(value, Number.MAX_VALUE), since };
}
