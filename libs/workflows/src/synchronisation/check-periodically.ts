import { sleep, type WakeSignal } from './wake-signal.ts';
import { messageOf, logChanges, type Log } from './log.ts';
import { checkSummary, checkWrittenScores, type CheckWrittenPorts } from './check-written-scores.ts';

/**
 * Checks at once, because a process before this one may have died while something was on its way, and then from time to
 * time: a write of that process may arrive late, and others write scores, too.
 * @param bell rung where leads are to be scored again
 */
export async function checkPeriodically(
  ports: CheckWrittenPorts,
  orgId: string,
  bell: WakeSignal,
  tell: Log,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  const failures = logChanges(tell);
  while (!signal.aborted) {
    try {
      const found = await checkWrittenScores(ports, orgId, 'recent');
      failures.forget();
      if (found.requeued + found.adopted > 0) {
        tell(checkSummary(found));
        bell.notify();
      }
    } catch (error) {
      failures.tell(`Written scores are not compared with the org's: ${messageOf(error)}`);
    }
    await sleep(everyMs, signal);
  }
}
