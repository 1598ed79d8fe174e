import { setTimeout as after } from 'node:timers/promises';

/** How waiting is done, so that tests wait for nothing. */
export interface Timing {
  /** @param signal ends the wait early */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1 */
  random(): number;
}

export const realTiming: Timing = {
  sleep: async (ms, signal) => {
    // Whoever aborts wants no error, only to wait no longer.
    await after(ms, undefined, { signal }).catch(() => undefined);
  },
  random: Math.random,
};

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 20_000;

/** Milliseconds before attempt `attempt` + 1: exponential with full jitter, so that clients do not return in step. */
export const backoffMs = (attempt: number, pacing: Timing): number =>
  Math.round((0.5 + pacing.random() / 2) * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt));
