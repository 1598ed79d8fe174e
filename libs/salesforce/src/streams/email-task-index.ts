import type { Instant } from '@leadlight/lead-features';
import { RecordIdSet } from './record-id-set.ts';

/** A change may become visible so long after its time. */
const MAX_VISIBILITY_DELAY_MS = 15 * 60_000;

/**
 * What is known of a task's e-mail: that it was read, and surely after the task had changed last, because conversion moves the
 * one by the other (`current`); that it was read if there is one, and found no room to be remembered (`read`); nothing.
 */
export type EmailReadState = 'current' | 'read' | 'nothing';

/** Of which tasks the e-mail was read, and since when what was read of it may have been overtaken. */
export class EmailTaskIndex {
  readonly #tasks: RecordIdSet;
  #readFrom: Instant = Infinity;

  /** @param most tasks that find room */
  constructor(most: number) {
    this.#tasks = new RecordIdSet(most);
  }

  /** A round of e-mails tells the org as it was at `at` or later. */
  startPass(at: Instant): void {
    this.#readFrom = Math.min(this.#readFrom, at);
  }

  add(taskId: string): void {
    this.#tasks.add(taskId);
  }

  stateOf(taskId: string, changedAt: Instant): EmailReadState {
    if (changedAt >= this.#readFrom - MAX_VISIBILITY_DELAY_MS) return 'nothing';
    if (this.#tasks.has(taskId)) return 'current';
    return this.#tasks.isFull ? 'read' : 'nothing';
  }
}
