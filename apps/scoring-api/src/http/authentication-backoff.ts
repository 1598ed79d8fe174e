import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import type { Clock } from '@leadlight/workflows';
import { LRUCache } from 'lru-cache';
import { HttpProblem } from './http-problem.ts';

const MAX_FREE_FAILURES = 10;
const MIN_WAIT_MS = SECOND_MS;
const MAX_WAIT_MS = MINUTE_MS;
/** Without further failures, an address starts anew after this time. */
const FAILURES_EXPIRE_AFTER_MS = 10 * MINUTE_MS;
const MAX_ADDRESSES = 10_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
}

/** Makes an address that keeps failing to authenticate wait, twice as long after each failure. */
export class AuthenticationBackoff {
  readonly #clock: Clock;
  readonly #failures: LRUCache<string, Failures>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#failures = new LRUCache({
      max: MAX_ADDRESSES,
      ttl: FAILURES_EXPIRE_AFTER_MS,
      ttlResolution: 0,
      perf: clock,
    });
  }

  /** @throws HttpProblem `rate-limited` while the address has to wait */
  check(address: string): void {
    const failures = this.#failures.get(address);
    if (!failures) return;
    const waitMs = failures.lastAt + waitAfter(failures.count) - this.#clock.now();
    if (waitMs <= 0) return;
    throw new HttpProblem('rate-limited', {
      detail: 'Too many requests with a wrong key or token came from this address.',
      headers: { 'Retry-After': String(Math.ceil(waitMs / SECOND_MS)) },
    });
  }

  fail(address: string): void {
    const count = (this.#failures.get(address)?.count ?? 0) + 1;
    this.#failures.set(address, { count, lastAt: this.#clock.now() });
  }

  succeed(address: string): void {
    this.#failures.delete(address);
  }
}

const waitAfter = (failures: number): number =>
  failures < MAX_FREE_FAILURES ? 0 : Math.min(MAX_WAIT_MS, MIN_WAIT_MS * 2 ** (failures - MAX_FREE_FAILURES));
