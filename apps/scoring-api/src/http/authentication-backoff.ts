import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import type { MonotonicMs } from '@leadlight/workflows';
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
  readonly lastAtMs: number;
}

/**
 * Makes an address that keeps failing to authenticate wait, twice as long after each failure. A valid credential never
 * waits: a company's network, and Salesforce's own, appear as one address.
 */
export class AuthenticationBackoff {
  readonly #elapsedMs: MonotonicMs;
  readonly #failures: LRUCache<string, Failures>;
  /** Ends with the last look-up for an address that has to wait. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(elapsedMs: MonotonicMs) {
    this.#elapsedMs = elapsedMs;
    this.#failures = new LRUCache({
      max: MAX_ADDRESSES,
      ttl: FAILURES_EXPIRE_AFTER_MS,
      ttlResolution: 0,
      perf: { now: elapsedMs },
    });
  }

  /**
   * Calls `find`, which looks up a credential. Calls for addresses that have to wait run one after another, so that a flood of
   * guesses does not take storage from everybody else.
   */
  inTurn<T>(address: string, find: () => Promise<T>): Promise<T> {
    if (this.#waitMs(address) === 0) return find();
    const found = this.#turn.then(find);
    this.#turn = found.catch(() => undefined);
    return found;
  }

  /**
   * Counts a credential that turned out to be wrong.
   * @throws HttpProblem `rate-limited` while the address has to wait
   */
  fail(address: string): void {
    const waitMs = this.#waitMs(address);
    if (waitMs > 0) {
      throw new HttpProblem('rate-limited', {
        detail: 'Too many requests with a wrong key or token came from this address.',
        headers: { 'Retry-After': String(Math.ceil(waitMs / SECOND_MS)) },
      });
    }
    const count = (this.#failures.get(address)?.count ?? 0) + 1;
    this.#failures.set(address, { count, lastAtMs: this.#elapsedMs() });
  }

  succeed(address: string): void {
    this.#failures.delete(address);
  }

  #waitMs(address: string): number {
    const failures = this.#failures.get(address);
    return failures ? Math.max(0, failures.lastAtMs + waitAfter(failures.count) - this.#elapsedMs()) : 0;
  }
}

const waitAfter = (failures: number): number =>
  failures < MAX_FREE_FAILURES ? 0 : Math.min(MAX_WAIT_MS, MIN_WAIT_MS * 2 ** (failures - MAX_FREE_FAILURES));
