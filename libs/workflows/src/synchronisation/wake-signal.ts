import { setTimeout as delay } from 'node:timers/promises';

/** Wakes the task that waits for it. If no task waits, the next one does not wait at all. */
export class WakeSignal {
  #isSet = false;
  #wake: (() => void) | undefined;

  notify(): void {
    this.#isSet = true;
    this.#wake?.();
  }

  /** Waits for the signal, at most `maxMs`, or until `stop` aborts. */
  async wait(maxMs: number, stop: AbortSignal): Promise<void> {
    if (!this.#isSet) {
      const awake = new AbortController();
      this.#wake = () => awake.abort();
      await sleep(maxMs, AbortSignal.any([awake.signal, stop]));
      this.#wake = undefined;
    }
    this.#isSet = false;
  }
}

/** Waits `ms`, or until `stop` aborts. */
export const sleep = (ms: number, stop: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal: stop }).catch(() => undefined);
