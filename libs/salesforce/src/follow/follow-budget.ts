import { MINUTE_MS } from '@leadlight/common';
import type { ApiUsage } from '@leadlight/workflows';

/** What following may use of an org's daily API calls. */
export interface FollowBudget {
  /** The share that it may use, 0..1. */
  readonly share: number;
  /** The share that is reserved for others, 0..1. */
  readonly reserveShare: number;
}

export const DEFAULT_FOLLOW_SHARE = 0.25;

/** However few calls are left, following continues this soon after they become available: 288 calls a day. */
export const MAX_WAIT_MS = 5 * MINUTE_MS;

/** The smallest limit of any edition (Developer), for an org that does not report its own. */
export const UNKNOWN_USAGE: ApiUsage = { used: 0, limit: 15_000 };

/** API calls per day that may be used now: the share, and no more than is left above the reserve. */
export const callsPerDay = ({ share, reserveShare }: FollowBudget, { used, limit }: ApiUsage): number =>
  Math.min(limit * share, limit - used - limit * reserveShare);

const FIRST_WAIT_MS = 30_000;

/** How long to wait while no call may be used. The wait is short at first and doubles each time. */
export class ReserveBackoff {
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
