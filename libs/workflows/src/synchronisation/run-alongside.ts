import { sleep } from './wake-signal.ts';

/**
 * Repeats a short task while a long one is under way, for the first time after one interval.
 * @returns the result of the long task; if either fails, its error, once both have ended
 */
export async function runAlongside<T>(long: Promise<T>, intervalMs: number, short: () => Promise<void>): Promise<T> {
  const ended = new AbortController();
  // Waits for both, so that neither is left running when the other fails.
  const [result, repetition] = await Promise.allSettled([
    long.finally(() => ended.abort()),
    repeat(intervalMs, ended.signal, short),
  ]);
  if (result.status === 'rejected') throw result.reason;
  if (repetition.status === 'rejected') throw repetition.reason;
  return result.value;
}

async function repeat(intervalMs: number, stop: AbortSignal, task: () => Promise<void>): Promise<void> {
  for (;;) {
    await sleep(intervalMs, stop);
    if (stop.aborted) return;
    await task();
  }
}
