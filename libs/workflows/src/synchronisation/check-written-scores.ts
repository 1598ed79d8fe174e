import type { Clock, ComparedScores, CrmScores, Outbox, ScoreCheckCursors, WrittenScores } from '../ports/index.ts';
import { logChanges, messageOf, type Log } from './log.ts';
import { sleep, type WakeSignal } from './wake-signal.ts';

export interface CheckWrittenPorts {
  readonly crmScores: CrmScores;
  readonly writtenScores: Pick<WrittenScores, 'position' | 'compare'>;
  readonly outbox: Pick<Outbox, 'counts'>;
  readonly scoreCheckCursors: ScoreCheckCursors;
  readonly clock: Clock;
}

export interface CheckedScores extends ComparedScores {
  /** Open leads that were read from the CRM. */
  readonly compared: number;
}

/**
 * Compares the scores stored on open leads in the CRM with the scores last written. Scores that were lost, or overwritten
 * by an older write that arrived late, are queued again. Newer scores of another writer are adopted.
 * @param which `recent`: leads saved since the last check, or all if there was none
 * @throws any error of the CRM; the next check then reads the same leads again
 */
export async function checkWrittenScores(
  { crmScores, writtenScores, outbox, scoreCheckCursors, clock }: CheckWrittenPorts,
  orgId: string,
  which: 'all' | 'recent',
): Promise<CheckedScores> {
  const result = { compared: 0, requeued: 0, adopted: 0 };
  const { written } = await outbox.counts(orgId);
  // Before the first write the CRM may not even have the fields.
  if (written === 0) return result;
  const since = which === 'all' ? undefined : await scoreCheckCursors.find(orgId);
  const position = await writtenScores.position(orgId);
  let nextSince: number | undefined;
  for await (const page of crmScores.readOpenLeads(since)) {
    const { requeued, adopted } = await writtenScores.compare(orgId, page.scores, position, clock.now());
    result.compared += page.scores.length;
    result.requeued += requeued;
    result.adopted += adopted;
    nextSince = page.nextSince;
  }
  if (nextSince !== undefined) await scoreCheckCursors.save(orgId, nextSince);
  return result;
}

/** The result of a check, as a sentence. */
export function checkSummary({ compared, requeued, adopted }: CheckedScores): string {
  const leads = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'lead' : 'leads'}`;
  if (requeued + adopted === 0) return `The org contains the scores that were written: ${leads(compared)} compared.`;
  return [
    `Of ${leads(compared)}, some have other scores in the org than those written:`,
    `${leads(requeued)} will be written again; ${leads(adopted)} with a newer score of another writer will be scored again.`,
  ].join(' ');
}

/**
 * Checks at the start, because a write of an earlier process may have been interrupted, and then at intervals, because
 * such a write may arrive late, and others write scores too.
 * @param scoringNeeded notified if leads must be scored or written again
 */
export async function checkPeriodically(
  ports: CheckWrittenPorts,
  orgId: string,
  scoringNeeded: WakeSignal,
  log: Log,
  intervalMs: number,
  stop: AbortSignal,
): Promise<void> {
  const failures = logChanges(log);
  while (!stop.aborted) {
    try {
      const result = await checkWrittenScores(ports, orgId, 'recent');
      failures.reset();
      if (result.requeued + result.adopted > 0) {
        log(checkSummary(result));
        scoringNeeded.notify();
      }
    } catch (error) {
      failures.log(`The written scores could not be compared with the org's: ${messageOf(error)}`);
    }
    await sleep(intervalMs, stop);
  }
}
