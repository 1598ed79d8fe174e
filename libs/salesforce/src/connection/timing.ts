import { setTimeout } from 'node:timers/promises';

/** Waits and random numbers, replaced in tests, which never wait. */
export interface Timing {
  /** @param signal ends the wait early, without an error */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ x < 1 */
  random(): number;
}

export const realTiming: Timing = {
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
  random: Math.random,
};

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 20_000;

/**
 * How long to wait after failed attempt number `attempt`, which counts from 1. The delay doubles each time, with equal
 * jitter: one half is fixed, the other random, so that clients do not retry at the same time.
 */
export const backoffMs = (attempt: number, timing: Timing): number =>
  Math.round((0.5 + timing.random() / 2) * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1)));
