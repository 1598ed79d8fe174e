import type { Clock } from '../ports/index.ts';

export const NOW = Date.UTC(2026, 10, 23, 9, 30);

/** A clock that moves only when a test advances it. */
export class TestClock implements Clock {
  #now = NOW;
  now(): number {
    return this.#now;
  }
  advance(ms: number): void {
    this.#now += ms;
  }
}
