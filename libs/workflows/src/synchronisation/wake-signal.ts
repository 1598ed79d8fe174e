/** Wakes whoever waits for news; rung while nobody waits, it wakes the next one at once. */
export class WakeSignal {
  #isRung = false;
  #wake: (() => void) | undefined;

  notify(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Waits for the bell, for so many milliseconds at most, or until the signal aborts. */
  async wait(mostMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', this.#wake, { once: true });
      });
      if (this.#wake) signal.removeEventListener('abort', this.#wake);
      this.#wake = undefined;
    }
    this.#isRung = false;
  }
}

/** Waits so long, or until the signal aborts. */
export const sleep = (ms: number, signal: AbortSignal): Promise<void> => new WakeSignal().wait(ms, signal);
