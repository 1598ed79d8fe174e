import type { ApiUsage } from '@leadlight/workflows';

/** What following may use of an org's daily API calls. */
export interface FollowingBudget {
  /** The share that it may use, 0..1. */
  readonly share: number;
  /** The share that is left to others, 0..1. */
  readonly floorShare: number;
}

export const DEFAULT_FOLLOW_SHARE = 0.25;
export const DAY_MS = 86_400_000;

/** However few calls are left: so soon after they return it goes on. 288 calls a day. */
export const LONGEST_MS = 5 * 60_000;

/** The smallest limit there is (Developer Edition), where the org does not tell its own. */
export const UNKNOWN: ApiUsage = { used: 0, limit: 15_000 };

/** How many calls a day may be used, as things are: its share, and no more than what is left above the floor. */
export const callsADay = ({ share, floorShare }: FollowingBudget, { used, limit }: ApiUsage): number =>
  Math.min(limit * share, limit - used - limit * floorShare);
