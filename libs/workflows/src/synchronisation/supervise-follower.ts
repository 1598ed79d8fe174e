import { sleep } from './wake-signal.ts';
import { messageOf, logChanges, type Log } from './log.ts';

const MIN_RETRY_DELAY_MS = 2_000;
const MAX_RETRY_DELAY_MS = 5 * 60_000;
/** What went well for so long has not failed again. */
const HEALTHY_AFTER_MS = 60_000;

/**
 * Follows again and again until `signal` aborts: an org that cannot be reached, refuses its session or has no API calls
 * left is tried again in ever longer pauses, and what happened meanwhile is taken up from the position that was stored.
 */
export async function superviseFollower(
  follow: () => Promise<void>,
  tell: Log,
  signal: AbortSignal,
  clock: { now(): number },
  wait: typeof sleep = sleep,
): Promise<void> {
  const failures = logChanges(tell);
  let pauseMs = MIN_RETRY_DELAY_MS;
  while (!signal.aborted) {
    const beganAt = clock.now();
    try {
      await follow();
    } catch (error) {
      if (signal.aborted) return;
      if (clock.now() - beganAt > HEALTHY_AFTER_MS) {
        pauseMs = MIN_RETRY_DELAY_MS;
        failures.forget();
      }
      failures.tell(`Following stopped and will be tried again: ${messageOf(error)}`);
    }
    if (signal.aborted) return;
    await wait(pauseMs, signal);
    pauseMs = Math.min(MAX_RETRY_DELAY_MS, pauseMs * 2);
  }
}
