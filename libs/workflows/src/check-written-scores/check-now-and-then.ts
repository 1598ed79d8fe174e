import { pause, type Bell } from '../follow-org/bell.ts';
import { messageOf, tellOnce, type Tell } from '../follow-org/tell.ts';
import { checkedSentence, checkWrittenScores, type CheckWrittenPorts } from './check-written-scores.ts';

/**
 * Checks at once, because a process before this one may have died while something was on its way, and then from time to
 * time: a write of that process may arrive late, and others write scores, too.
 * @param bell rung where leads are to be scored again
 */
export async function checkNowAndThen(
  ports: CheckWrittenPorts,
  orgId: string,
  bell: Bell,
  tell: Tell,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  const failures = tellOnce(tell);
  while (!signal.aborted) {
    try {
      const found = await checkWrittenScores(ports, orgId, 'recent');
      failures.forget();
      if (found.requeued + found.adopted > 0) {
        tell(checkedSentence(found));
        bell.ring();
      }
    } catch (error) {
      failures.tell(`Written scores are not compared with the org's: ${messageOf(error)}`);
    }
    await pause(everyMs, signal);
  }
}
