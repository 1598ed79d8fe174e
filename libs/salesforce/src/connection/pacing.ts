import { setTimeout as after } from 'node:timers/promises';

/** How waiting is done, so that tests wait for nothing. */
export interface Pacing {
  /** @param signal ends the wait early */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1 */
  random(): number;
}

export const realPacing: Pacing = {
  pause: async (ms, signal) => {
    // Whoever aborts wants no error, only to wait no longer.
    await after(ms, undefined, { signal }).catch(() => undefined);
  },
  random: Math.random,
};

const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/** Milliseconds before attempt `attempt` + 1: exponential with full jitter, so that clients do not return in step. */
export const backoffMs = (attempt: number, pacing: Pacing): number =>
  Math.round((0.5 + pacing.random() / 2) * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
