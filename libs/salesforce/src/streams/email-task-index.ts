import { MINUTE_MS } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import { RecordIdSet } from './record-id-set.ts';

/** A change may become visible this long after its time. */
const MAX_VISIBILITY_DELAY_MS = 15 * MINUTE_MS;

/**
 * Whether the EmailMessage of a task was read. `current`: yes, and after the last change of the task, by which conversion
 * moves both. `unrecorded`: it was read if it exists, but the index had no capacity left. `unknown`: perhaps not.
 */
export type EmailReadState = 'current' | 'unrecorded' | 'unknown';

/** The tasks whose EmailMessage was read, and since when that state may be outdated. */
export class EmailTaskIndex {
  readonly #tasks: RecordIdSet;
  #readFrom: Instant = Infinity;

  /** @param capacity the most tasks to record */
  constructor(capacity: number) {
    this.#tasks = new RecordIdSet(capacity);
  }

  /** A pass over e-mails shows the org as it was at `startedAt` or later. */
  startPass(startedAt: Instant): void {
    this.#readFrom = Math.min(this.#readFrom, startedAt);
  }

  add(taskId: string): void {
    this.#tasks.add(taskId);
  }

  stateOf(taskId: string, changedAt: Instant): EmailReadState {
    if (changedAt >= this.#readFrom - MAX_VISIBILITY_DELAY_MS) return 'unknown';
    if (this.#tasks.has(taskId)) return 'current';
    return this.#tasks.isFull ? 'unrecorded' : 'unknown';
  }
}
