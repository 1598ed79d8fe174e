import { setTimeout as delay } from 'node:timers/promises';
import { appliesToObject, type Faults } from '../faults/faults.ts';

export interface JobDelay {
  /** Waits as long as the fault says; not at all without a fault. */
  wait(): Promise<void>;
  /** Ends the current and all later delays: the job was aborted. */
  cancel(): void;
}

/** The maximum of setTimeout: without `delayMs` a job waits until the faults are cleared. */
const MAX_TIMER_MS = 2_147_483_647;

/** Uses up a fault `slow_job` that applies to jobs of this object. */
export function createJobDelay(faults: Faults, object: string): JobDelay {
  const fault = faults.take(['slow_job'], appliesToObject(object));
  const aborted = new AbortController();
  const ended = AbortSignal.any([aborted.signal, faults.cleared()]);
  return {
    async wait() {
      if (!fault) return;
      await delay(fault.delayMs ?? MAX_TIMER_MS, undefined, { ref: false, signal: ended }).catch(() => undefined);
    },
    cancel: () => aborted.abort(),
  };
}
