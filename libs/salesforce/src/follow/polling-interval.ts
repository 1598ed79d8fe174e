import type { ApiUsage } from '@leadlight/workflows';
import { DEFAULT_FLOOR_SHARE } from '../connection/api-budget.ts';
import {
  callsPerDay,
  DAY_MS,
  DEFAULT_FOLLOW_SHARE,
  MAX_WAIT_MS,
  UNKNOWN_USAGE,
  type FollowBudget,
} from './follow-budget.ts';

/** Nobody needs to know sooner: the org's own users save no faster. */
const MIN_INTERVAL_MS = 15_000;
/** What a round is taken to cost before the first: a look, and reading what it found. */
const INITIAL_CALLS_PER_POLL = 2;
/** How much the last round counts among those before it. */
const SMOOTHING = 0.1;

/** How often an org may be asked, by what a round costs and by what is left of its daily API calls. */
export class PollingInterval {
  readonly #budget: FollowBudget;
  #callsPerRound = INITIAL_CALLS_PER_POLL;

  constructor(budget: FollowBudget) {
    this.#budget = budget;
  }

  get callsPerPoll(): number {
    return this.#callsPerRound;
  }

  /** After a round that cost so many calls. */
  recordCost(calls: number): void {
    this.#callsPerRound += SMOOTHING * (calls - this.#callsPerRound);
  }

  /**
   * From one round to the next, in milliseconds. A day of such rounds uses the share at most, and no more than is left
   * above the floor; below it, what remains is to notice that calls have returned.
   */
  intervalMs(usage: ApiUsage = UNKNOWN_USAGE): number {
    const aDay = callsPerDay(this.#budget, usage);
    if (aDay <= 0) return MAX_WAIT_MS;
    const ms = (this.#callsPerRound * DAY_MS) / aDay;
    return Math.min(MAX_WAIT_MS, Math.max(MIN_INTERVAL_MS, Math.ceil(ms / 1_000) * 1_000));
  }

  /** What this comes to, for people. */
  describe(usage: ApiUsage = UNKNOWN_USAGE): string {
    return `The org is asked ${this.#told(usage)}.`;
  }

  /** The same of an org that may never have to be asked. */
  forecast(usage: ApiUsage): string {
    return `Were there no change events, it would be asked ${this.#told(usage)}`;
  }

  #told(usage: ApiUsage): string {
    const every = this.intervalMs(usage);
    const calls = Math.round((this.#callsPerRound * DAY_MS) / every / 10) * 10;
    return `every ${formatDuration(every)} what changed: about ${formatCount(calls)} of its ${formatCount(usage.limit)} API calls a day`;
  }
}

/** How an org of this usage would be polled, as long as nothing else is said. */
export const pollingForecast = (usage: ApiUsage): string =>
  new PollingInterval({ share: DEFAULT_FOLLOW_SHARE, floorShare: DEFAULT_FLOOR_SHARE }).forecast(usage);

const formatCount = (value: number): string => value.toLocaleString('en');

const formatDuration = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`;
};
