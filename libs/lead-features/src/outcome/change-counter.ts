import { DAY_MS } from '../instant.ts';
import type { Instant, LeadHistory } from '../lead-history.ts';

/** How often a field was changed, and how often only when the outcome stood or was near. */
export interface FieldChangeCount {
  readonly field: string;
  readonly changes: number;
  /** Of these, within the last day before the goal was reached, or after it. */
  readonly atOutcome: number;
}

/** Notes changes lead by lead, so that histories can be read in chunks, and counts those that were known at an instant. */
export class ChangeCounter {
  /** By field: when it was changed, and when that lead reached the goal, NaN = never, in turn. */
  readonly #times = new Map<string, Instant[]>();

  add({ changes }: Pick<LeadHistory, 'changes'>, reachedAt: Instant | null): void {
    for (const { field, at } of changes) {
      const times = this.#times.get(field) ?? [];
      times.push(at, reachedAt ?? Number.NaN);
      this.#times.set(field, times);
    }
  }

  /** By field name. @param until what came later counts as not yet come */
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
    const [at, reachedAt] = [times[i]!, times[i + 1]!];
    if (at > until) continue;
    changes++;
    if (reachedAt <= until && at >= reachedAt - DAY_MS) atOutcome++;
  }
  return { changes, atOutcome };
}
