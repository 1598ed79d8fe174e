import type { Clock } from '@leadlight/workflows';
import { HttpProblem } from './http-problem.ts';

const MAX_FREE_FAILURES = 10;
const MIN_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** An address without failures for so long starts anew. */
const FORGET_AFTER_MS = 600_000;
const MAX_ADDRESSES = 10_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/** Lets an address that keeps failing to authenticate wait, twice as long each time. */
export class AuthenticationBackoff {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws HttpProblem `rate-limited` while the address has to wait */
  check(address: string): void {
    const failures = this.#failures.get(address);
    if (!failures) return;
    const waitMs = failures.lastAt + waitAfter(failures.count) - this.#clock.now();
    if (waitMs <= 0) return;
    throw new HttpProblem('rate-limited', {
      detail: 'Too many requests with a wrong key or token came from this address.',
      headers: { 'Retry-After': String(Math.ceil(waitMs / 1_000)) },
    });
  }

  fail(address: string): void {
    const now = this.#clock.now();
    const before = this.#failures.get(address);
    const count = before && now - before.lastAt < FORGET_AFTER_MS ? before.count + 1 : 1;
    this.#failures.delete(address);
    if (this.#failures.size >= MAX_ADDRESSES) {
      const oldest = this.#failures.keys().next();
      if (!oldest.done) this.#failures.delete(oldest.value);
    }
    this.#failures.set(address, { count, lastAt: now });
  }

  succeed(address: string): void {
    this.#failures.delete(address);
  }
}

const waitAfter = (failures: number): number =>
  failures < MAX_FREE_FAILURES ? 0 : Math.min(MAX_WAIT_MS, MIN_WAIT_MS * 2 ** (failures - MAX_FREE_FAILURES));
