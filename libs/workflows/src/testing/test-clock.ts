import type { Clock } from '../ports/index.ts';

export const NOW = Date.UTC(2026, 10, 23, 9, 30);

/** A clock that moves only when a test advances it or sets it back. */
export class TestClock implements Clock {
  #now = NOW;
  #elapsedMs = 1_000;
  now(): number {
    return this.#now;
  }
  readonly monotonicMs = (): number => this.#elapsedMs;
  advance(ms: number): void {
    this.#now += ms;
    this.#elapsedMs += ms;
  }
  /** As when somebody corrects the system's clock: monotonic time goes on. */
  setBack(ms: number): void {
    this.#now -= ms;
  }
}
