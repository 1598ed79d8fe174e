import { DAY_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import type { PropensityDefinition } from './definition.ts';
import { eventsOf } from './events.ts';
import type { SubjectHistory } from './subject-history.ts';

/** `from` belongs to it, `until` does not; Infinity = it has no end so far. */
export interface Interval {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * When the subject is one that is asked about, by what was known at each instant: a late entry counts from when the CRM had
 * it. Conditions on fields are not part of it; `subjectSnapshotAt` applies them. Oldest first, without overlap.
 */
export function populationOf(
  history: SubjectHistory,
  { population }: Pick<PropensityDefinition, 'population'>,
): readonly Interval[] {
  const { from, until, activeWithinDays } = population;
  const starts = from === 'created' ? [history.createdAt] : eventsOf(history, from).map(({ knownFrom }) => knownFrom);
  const ends = until === undefined ? [] : eventsOf(history, until).map(({ knownFrom }) => knownFrom);
  const end = Math.min(history.endedAt ?? Infinity, ...ends);
  const length = activeWithinDays === undefined ? Infinity : activeWithinDays * DAY_MS;
  const intervals: Interval[] = [];
  for (const start of starts.toSorted((a, b) => a - b)) {
    const interval = { from: start, until: Math.min(end, start + length) };
    if (interval.from >= interval.until) continue;
    const before = intervals.at(-1);
    if (before && interval.from <= before.until) {
      intervals[intervals.length - 1] = { from: before.from, until: Math.max(before.until, interval.until) };
    } else intervals.push(interval);
  }
  return intervals;
}

export const isIn = (intervals: readonly Interval[], at: Instant): boolean =>
  intervals.some(({ from, until }) => from <= at && at < until);
