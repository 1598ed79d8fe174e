import type { ApiUsage } from '@leadlight/workflows';

/** What following may use of an org's daily API calls. */
export interface FollowBudget {
  /** The share that it may use, 0..1. */
  readonly share: number;
  /** The share that is left to others, 0..1. */
  readonly floorShare: number;
}

export const DEFAULT_FOLLOW_SHARE = 0.25;
export const DAY_MS = 86_400_000;

/** However few calls are left: so soon after they return it goes on. 288 calls a day. */
export const MAX_WAIT_MS = 5 * 60_000;

/** The smallest limit there is (Developer Edition), where the org does not tell its own. */
export const UNKNOWN_USAGE: ApiUsage = { used: 0, limit: 15_000 };

/** How many calls a day may be used, as things are: its share, and no more than what is left above the floor. */
export const callsPerDay = ({ share, floorShare }: FollowBudget, { used, limit }: ApiUsage): number =>
  Math.min(limit * share, limit - used - limit * floorShare);

const FIRST_WAIT_MS = 30_000;

/** How long to wait while no call may be used: shortly at first, for calls may come back soon; then twice as long each time. */
export class FloorBackoff {
  #nextMs = FIRST_WAIT_MS;

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(MAX_WAIT_MS, ms * 2);
    return ms;
  }

  /** Calls may be used again. */
  reset(): void {
    this.#nextMs = FIRST_WAIT_MS;
  }
}
