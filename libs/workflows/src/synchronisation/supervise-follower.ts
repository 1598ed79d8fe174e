import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import { monotonicMs, type MonotonicMs } from '../monotonic-ms.ts';
import { logChanges, messageOf, type Log } from './log.ts';
import { sleep } from './wake-signal.ts';

const MIN_RETRY_DELAY_MS = 2 * SECOND_MS;
const MAX_RETRY_DELAY_MS = 5 * MINUTE_MS;
/** A follower that ran this long was healthy: its failure starts a new series. */
const HEALTHY_AFTER_MS = MINUTE_MS;

/**
 * Restarts the follower until `stop` aborts. While an org cannot be reached, rejects its session or has no API calls left,
 * the delays double up to five minutes. The follower then continues from the stored cursors.
 */
export async function superviseFollower(
  follow: () => Promise<void>,
  log: Log,
  stop: AbortSignal,
  wait: typeof sleep = sleep,
  elapsedMs: MonotonicMs = monotonicMs,
): Promise<void> {
  const failures = logChanges(log);
  let delayMs = MIN_RETRY_DELAY_MS;
  while (!stop.aborted) {
    const startedAtMs = elapsedMs();
    try {
      await follow();
    } catch (error) {
      if (stop.aborted) return;
      if (elapsedMs() - startedAtMs > HEALTHY_AFTER_MS) {
        delayMs = MIN_RETRY_DELAY_MS;
        failures.reset();
      }
      failures.log(`Following stopped and will be tried again: ${messageOf(error)}`);
    }
    if (stop.aborted) return;
    await wait(delayMs, stop);
    delayMs = Math.min(MAX_RETRY_DELAY_MS, delayMs * 2);
  }
}
