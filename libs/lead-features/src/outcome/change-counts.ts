import { DAY_MS } from '../instant.ts';
import type { Instant, LeadHistory } from '../lead-history.ts';

/** How often a field was changed, and how often only when the outcome stood or was near. */
export interface FieldChangeCount {
  readonly field: string;
  readonly changes: number;
  /** Of these, within the last day before the goal was reached, or after it. */
  readonly atOutcome: number;
}

/** Counts changes lead by lead, so that histories can be read in chunks. */
export class ChangeCounter {
  readonly #counts = new Map<string, { changes: number; atOutcome: number }>();

  add({ changes }: Pick<LeadHistory, 'changes'>, reachedAt: Instant | null): void {
    for (const { field, at } of changes) {
      const count = this.#counts.get(field) ?? { changes: 0, atOutcome: 0 };
      count.changes++;
      if (reachedAt !== null && at >= reachedAt - DAY_MS) count.atOutcome++;
      this.#counts.set(field, count);
    }
  }

  /** By field name. */
  counts(): readonly FieldChangeCount[] {
    return [...this.#counts]
      .map(([field, count]) => ({ field, ...count }))
      .sort((a, b) => (a.field < b.field ? -1 : 1));
  }
}
