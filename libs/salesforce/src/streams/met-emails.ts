import type { Instant } from '@leadlight/lead-features';
import { IdSet } from './id-set.ts';

/** A change may become visible so long after its time. */
const LATE_MS = 15 * 60_000;

/**
 * What is known of a task's e-mail: that it was read, and surely after the task had changed last, because conversion moves the
 * one by the other (`current`); that it was read if there is one, and found no room to be remembered (`read`); nothing.
 */
export type Knowledge = 'current' | 'read' | 'nothing';

/** Of which tasks the e-mail was read, and since when what was read of it may have been overtaken. */
export class MetEmails {
  readonly #tasks: IdSet;
  #readFrom: Instant = Infinity;

  /** @param most tasks that find room */
  constructor(most: number) {
    this.#tasks = new IdSet(most);
  }

  /** A round of e-mails tells the org as it was at `at` or later. */
  readFrom(at: Instant): void {
    this.#readFrom = Math.min(this.#readFrom, at);
  }

  add(taskId: string): void {
    this.#tasks.add(taskId);
  }

  of(taskId: string, changedAt: Instant): Knowledge {
    if (changedAt >= this.#readFrom - LATE_MS) return 'nothing';
    if (this.#tasks.has(taskId)) return 'current';
    return this.#tasks.isFull ? 'read' : 'nothing';
  }
}
