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
