import type { Instant } from '../lead-history.ts';

/** By name: pairs of the time of an event and the time when that lead reached the goal (NaN = never). */
export type CollectedTimes = Map<string, Instant[]>;

/** Adds what was collected of other leads. */
export function mergeTimes(into: CollectedTimes, from: CollectedTimes): void {
  for (const [name, times] of from) {
    const known = into.get(name) ?? [];
    for (const time of times) known.push(time);
    into.set(name, known);
  }
}
