import { DAY_MS } from '@leadlight/common';
import type { PropensityDefinition } from './definition.ts';
import { eventsOf } from './events.ts';
import type { SubjectHistory } from './subject-history.ts';

const DELAY_QUANTILE = 0.95;
const GAP_QUANTILE = 0.9;
const MIN_GAPS = 20;

/** Collects, subject by subject, how late events are entered and how far apart they are. */
export class MeasuredTimes {
  readonly #delays: number[] = [];
  readonly #gaps: number[] = [];

  add(history: SubjectHistory, { event }: Pick<PropensityDefinition, 'event'>): void {
    const events = eventsOf(history, event.of);
    events.forEach(({ happenedAt, knownFrom }, index) => {
      this.#delays.push((knownFrom - happenedAt) / DAY_MS);
      if (index > 0) this.#gaps.push((happenedAt - events[index - 1]!.happenedAt) / DAY_MS);
    });
  }

  get events(): number {
    return this.#delays.length;
  }

  /** Whole days within which 95 of 100 events were in the CRM; 0 where there are none. */
  get reportingDelayDays(): number {
    return Math.ceil(quantileOf(this.#delays, DELAY_QUANTILE) ?? 0);
  }

  /** Whole days within which 90 of 100 events were followed by the next; undefined below 20 gaps. */
  get gapDays(): number | undefined {
    if (this.#gaps.length < MIN_GAPS) return undefined;
    return Math.ceil(quantileOf(this.#gaps, GAP_QUANTILE)!);
  }
}

function quantileOf(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
