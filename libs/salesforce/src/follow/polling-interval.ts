import { DAY_MS } from '@leadlight/common';
import type { ApiUsage } from '@leadlight/workflows';
import { DEFAULT_RESERVE_SHARE } from '../connection/api-budget.ts';
import { callsPerDay, DEFAULT_FOLLOW_SHARE, MAX_WAIT_MS, UNKNOWN_USAGE, type FollowBudget } from './follow-budget.ts';

/** Shorter intervals have no use: the org's own users do not save faster. */
const MIN_INTERVAL_MS = 15_000;
/** One call to find changes, and one to read them. */
const INITIAL_CALLS_PER_POLL = 2;
/** Weight of the latest poll in the exponential moving average of the cost. */
const SMOOTHING = 0.1;

/** How often an org may be polled, given the cost of a poll and what is left of the daily API calls. */
export class PollingInterval {
  readonly #budget: FollowBudget;
  #callsPerPoll = INITIAL_CALLS_PER_POLL;

  constructor(budget: FollowBudget) {
    this.#budget = budget;
  }

  get callsPerPoll(): number {
    return this.#callsPerPoll;
  }

  recordCost(calls: number): void {
    this.#callsPerPoll += SMOOTHING * (calls - this.#callsPerPoll);
  }

  /**
   * From one poll to the next, in milliseconds. A day of polling uses at most the share, and no more than is left above the
   * reserve. Below the reserve, polls only notice when calls become available.
   */
  intervalMs(usage: ApiUsage = UNKNOWN_USAGE): number {
    const calls = callsPerDay(this.#budget, usage);
    if (calls <= 0) return MAX_WAIT_MS;
    const ms = (this.#callsPerPoll * DAY_MS) / calls;
    return Math.min(MAX_WAIT_MS, Math.max(MIN_INTERVAL_MS, Math.ceil(ms / 1_000) * 1_000));
  }

  /** A sentence for people. */
  describe(usage: ApiUsage = UNKNOWN_USAGE): string {
    return `The org is polled ${this.#describeRate(usage)}.`;
  }

  /** The same, for an org that currently gets change events. */
  forecast(usage: ApiUsage): string {
    return `Without change events it would be polled ${this.#describeRate(usage)}`;
  }

  #describeRate(usage: ApiUsage): string {
    const ms = this.intervalMs(usage);
    const calls = Math.round((this.#callsPerPoll * DAY_MS) / ms / 10) * 10;
    return `every ${formatDuration(ms)}: about ${formatCount(calls)} of its ${formatCount(usage.limit)} API calls a day`;
  }
}

/** How an org with this usage would be polled with the default settings. */
export const pollingForecast = (usage: ApiUsage): string =>
  new PollingInterval({ share: DEFAULT_FOLLOW_SHARE, reserveShare: DEFAULT_RESERVE_SHARE }).forecast(usage);

const formatCount = (value: number): string => value.toLocaleString('en');

const formatDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
};
