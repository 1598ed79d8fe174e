import { DAY_MS } from '@leadlight/common';
import type { ApiUsage } from '@leadlight/workflows';
import type { Timing } from '../connection/timing.ts';
import { callsPerDay, ReserveBackoff, MAX_WAIT_MS, UNKNOWN_USAGE, type FollowBudget } from './follow-budget.ts';

/** The bucket's capacity: the calls of three hours. */
const BURST_DAYS = 1 / 8;

/**
 * A token bucket of API calls for reading changed records; its rate follows the org's usage. A burst is read at once.
 * Where changes arrive faster than the budget allows for hours, as in a load of data, they are collected for longer.
 */
export class ReadRateLimiter {
  readonly #budget: FollowBudget;
  readonly #timing: Pick<Timing, 'elapsedMs'>;
  readonly #reserveBackoff = new ReserveBackoff();
  /** Calls that may be used now; undefined before the first question. */
  #tokens: number | undefined;
  #refilledAtMs: number;

  constructor(budget: FollowBudget, timing: Pick<Timing, 'elapsedMs'>) {
    this.#budget = budget;
    this.#timing = timing;
    this.#refilledAtMs = timing.elapsedMs();
  }

  /** How long to collect changes before they are read, in milliseconds; 0 = read now. */
  waitMs(usage: ApiUsage = UNKNOWN_USAGE): number {
    const dailyCalls = callsPerDay(this.#budget, usage);
    if (dailyCalls <= 0) return this.#reserveBackoff.next();
    this.#reserveBackoff.reset();
    const capacity = Math.max(1, dailyCalls * BURST_DAYS);
    const nowMs = this.#timing.elapsedMs();
    const refill = ((nowMs - this.#refilledAtMs) / DAY_MS) * dailyCalls;
    this.#tokens = Math.min(capacity, (this.#tokens ?? capacity) + refill);
    this.#refilledAtMs = nowMs;
    return this.#tokens >= 1 ? 0 : Math.min(MAX_WAIT_MS, Math.ceil(((1 - this.#tokens) * DAY_MS) / dailyCalls));
  }

  spend(calls: number): void {
    if (this.#tokens !== undefined) this.#tokens -= calls;
  }
}
