import { DAY_MS } from '@leadlight/common';
import { mergeTimes, type CollectedTimes } from './collected-times.ts';
import type { Instant, LeadHistory } from '../lead-history.ts';

/** How often a field was changed, and how often of these around the outcome. */
export interface FieldChangeCount {
  readonly field: string;
  readonly changes: number;
  /** Of these, within the last day before the goal was reached, or after it. */
  readonly atOutcome: number;
}

/** Collects changes lead by lead, so that histories can be read in chunks, and counts those known at an instant. */
export class ChangeCounter {
  /** By field: pairs of the time of a change and the time when that lead reached the goal (NaN = never). */
  readonly #times: CollectedTimes = new Map();

  add({ changes }: Pick<LeadHistory, 'changes'>, goalReachedAt: Instant | null): void {
    for (const { field, at } of changes) {
      const times = this.#times.get(field) ?? [];
      times.push(at, goalReachedAt ?? Number.NaN);
      this.#times.set(field, times);
    }
  }

  /** What was collected, for `merge` of another counter; can be serialized. */
  collected(): CollectedTimes {
    return this.#times;
  }

  /** Adds what another counter collected. */
  merge(collected: CollectedTimes): void {
    mergeTimes(this.#times, collected);
  }

  /** Sorted by field name. @param until later changes are not counted */
  counts(until: Instant = Infinity): readonly FieldChangeCount[] {
    return [...this.#times]
      .map(([field, times]) => ({ field, ...countUntil(times, until) }))
      .filter(({ changes }) => changes > 0)
      .sort((a, b) => (a.field < b.field ? -1 : 1));
  }
}

function countUntil(times: readonly Instant[], until: Instant): Omit<FieldChangeCount, 'field'> {
  let changes = 0;
  let atOutcome = 0;
  for (let i = 0; i < times.length; i += 2) {
    const [at, goalReachedAt] = [times[i]!, times[i + 1]!];
    if (at > until) continue;
    changes++;
    if (goalReachedAt <= until && at >= goalReachedAt - DAY_MS) atOutcome++;
  }
  return { changes, atOutcome };
}
