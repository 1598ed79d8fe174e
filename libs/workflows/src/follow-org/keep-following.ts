import { pause } from './bell.ts';
import { messageOf, tellOnce, type Tell } from './tell.ts';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** What went well for so long has not failed again. */
const WENT_WELL_MS = 60_000;

/**
 * Follows again and again until `signal` aborts: an org that cannot be reached, refuses its session or has no API calls
 * left is tried again in ever longer pauses, and what happened meanwhile is taken up from the position that was stored.
 */
export async function keepFollowing(
  follow: () => Promise<void>,
  tell: Tell,
  signal: AbortSignal,
  clock: { now(): number },
  wait: typeof pause = pause,
): Promise<void> {
  const failures = tellOnce(tell);
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const beganAt = clock.now();
    try {
      await follow();
    } catch (error) {
      if (signal.aborted) return;
      if (clock.now() - beganAt > WENT_WELL_MS) {
        pauseMs = FIRST_PAUSE_MS;
        failures.forget();
      }
      failures.tell(`Following stopped and will be tried again: ${messageOf(error)}`);
    }
    if (signal.aborted) return;
    await wait(pauseMs, signal);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
}
