import type { Instant } from '@leadlight/lead-features';
import { IdSet } from './id-set.ts';

/** A change may become visible so long after its time. */
const LATE_MS = 15 * 60_000;

/** Of which tasks the e-mail was read, and since when what was read of it may have been overtaken. */
export class MetEmails {
  readonly #tasks: IdSet;
  #readFrom: Instant = Infinity;

  /** @param most tasks that find room; an e-mail that found none is asked for again */
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

  /** Whether its e-mail was read, and surely after the task had changed last: conversion moves the one by the other. */
  isCurrent(taskId: string, changedAt: Instant): boolean {
    return changedAt < this.#readFrom - LATE_MS && this.#tasks.has(taskId);
  }
}
