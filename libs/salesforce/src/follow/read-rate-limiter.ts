import type { Instant } from '@leadlight/lead-features';
import type { ApiUsage } from '@leadlight/workflows';
import { callsPerDay, DAY_MS, FloorBackoff, MAX_WAIT_MS, UNKNOWN_USAGE, type FollowBudget } from './follow-budget.ts';

/** So much of a day's calls may be used at once: three hours' worth. */
const BURST_DAYS = 1 / 8;

/**
 * API calls for reading what change events name. A burst is read as it comes; where changes come faster for hours than the
 * budget allows, as in a load of data, they are gathered for longer.
 */
export class ReadRateLimiter {
  readonly #budget: FollowBudget;
  readonly #now: () => Instant;
  /** Calls that may be used now; undefined before the first question. */
  #saved: number | undefined;
  #asOf: Instant;
  readonly #floorWait = new FloorBackoff();

  constructor(budget: FollowBudget, now: () => Instant) {
    this.#budget = budget;
    this.#now = now;
    this.#asOf = now();
  }

  /** For how long to gather changes before they are read, in milliseconds; 0 = no longer. */
  waitMs(usage: ApiUsage = UNKNOWN_USAGE): number {
    const aDay = callsPerDay(this.#budget, usage);
    if (aDay <= 0) return this.#floorWait.next();
    this.#floorWait.reset();
    const most = Math.max(1, aDay * BURST_DAYS);
    const now = this.#now();
    const since = ((now - this.#asOf) / DAY_MS) * aDay;
    this.#saved = Math.min(most, (this.#saved ?? most) + since);
    this.#asOf = now;
    return this.#saved >= 1 ? 0 : Math.min(MAX_WAIT_MS, Math.ceil(((1 - this.#saved) * DAY_MS) / aDay));
  }

  spend(calls: number): void {
    if (this.#saved !== undefined) this.#saved -= calls;
  }
}
