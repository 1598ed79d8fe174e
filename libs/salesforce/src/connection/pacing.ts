import { setTimeout as after } from 'node:timers/promises';

/** How waiting is done, so that tests wait for nothing. */
export interface Pacing {
  pause(ms: number): Promise<void>;
  /** 0 ≤ x < 1 */
  random(): number;
}

export const realPacing: Pacing = {
  pause: async (ms) => {
    await after(ms);
  },
  random: Math.random,
};

const FIRST_MS = 500;
const LONGEST_MS = 20_000;

/** Milliseconds before attempt `attempt` + 1: exponential with full jitter, so that clients do not return in step. */
export const backoffMs = (attempt: number, pacing: Pacing): number =>
  Math.round((0.5 + pacing.random() / 2) * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
