import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from '../faults/faults.ts';

/** How fast a job goes about its work. */
export interface JobDelay {
  /** Rests where a `slow_job` fault says so; done at once where none does. */
  rest(): Promise<void>;
  /** Ends the rest, now and from now on: the job was aborted. */
  hurry(): void;
}

/** Longest time a timer can be set to: without `delayMs` a job rests until the faults are ended. */
const MAX_TIMER_MS = 2_147_483_647;

/** The pace of a job of this object that begins now; it uses up a `slow_job` fault that fits. */
export function createJobDelay(faults: Faults, object: string): JobDelay {
  const fault = faults.take(['slow_job'], (each) => each.object === undefined || each.object === object);
  const aborted = new AbortController();
  const awake = AbortSignal.any([aborted.signal, faults.ended()]);
  return {
    async rest() {
      if (!fault || awake.aborted) return;
      const woken = new Promise<void>((resolve) => awake.addEventListener('abort', () => resolve(), { once: true }));
      const timer = new AbortController();
      const slept = delay(fault.delayMs ?? MAX_TIMER_MS, undefined, { ref: false, signal: timer.signal }).catch(
        () => undefined,
      );
      await Promise.race([slept, woken]);
      timer.abort();
    },
    hurry: () => aborted.abort(),
  };
}
