import { setTimeout } from 'node:timers/promises';

/** Waits, elapsed time and random numbers, replaced in tests, which never wait. */
export interface Timing {
  /** @param signal ends the wait early, without an error */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Milliseconds that only ever grow, unlike the system's clock: for ages and timeouts. */
  readonly elapsedMs: () => number;
  /** 0 ≤ x < 1 */
  random(): number;
}

export const realTiming: Timing = {
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => undefined),
  elapsedMs: () => performance.now(),
  random: Math.random,
};
