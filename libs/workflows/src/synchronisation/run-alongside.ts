import { setTimeout as delay } from 'node:timers/promises';

/**
 * Does something small again and again while something long is under way, the first time after one interval.
 * @returns what the long one does; where either fails, its failure, once both have come to an end
 */
export async function runAlongside<T>(long: Promise<T>, everyMs: number, small: () => Promise<void>): Promise<T> {
  const over = new AbortController();
  const ended = long.finally(() => over.abort());
  // Whoever fails first must not leave the other one behind at work.
  const [done, beside] = await Promise.allSettled([ended, repeat(everyMs, over.signal, small)]);
  if (done.status === 'rejected') throw done.reason;
  if (beside.status === 'rejected') throw beside.reason;
  return done.value;
}

async function repeat(everyMs: number, over: AbortSignal, small: () => Promise<void>): Promise<void> {
  for (;;) {
    await delay(everyMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    await small();
  }
}
