import type { Clock, ComparedScores, CrmScores, LeadHistoryStore, Outbox, WrittenScores } from '../ports/index.ts';

export interface CheckWrittenPorts {
  readonly crmScores: CrmScores;
  readonly writtenScores: Pick<WrittenScores, 'position' | 'compare'>;
  readonly outbox: Pick<Outbox, 'counts'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'append' | 'findCursor'>;
  readonly clock: Clock;
}

export interface CheckedScores extends ComparedScores {
  /** Open leads that were looked at in the CRM. */
  readonly compared: number;
}

/** Under which name it is kept from when on the next check reads. */
const POSITION = 'check:Lead';

/**
 * Holds what open leads hold of their scores in the CRM against what it last took. What it lost, and what an older write
 * that arrived late has overwritten, waits in the outbox again; what another writer wrote since is known from now on.
 * @param which `recent`: leads that were saved since the last check; all where there was none
 * @throws what the CRM cannot be read with; the next check reads the same again
 */
export async function checkWrittenScores(
  { crmScores, writtenScores, outbox, leadHistories, clock }: CheckWrittenPorts,
  orgId: string,
  which: 'all' | 'recent',
): Promise<CheckedScores> {
  const found = { compared: 0, requeued: 0, adopted: 0 };
  const { written } = await outbox.counts(orgId);
  // Nothing was written: the CRM may not even have the fields.
  if (written === 0) return found;
  const since = which === 'all' ? undefined : await leadHistories.findCursor(orgId, POSITION);
  const position = await writtenScores.position(orgId);
  let nextSince: number | undefined;
  for await (const page of crmScores.readOpenLeads(since === undefined ? undefined : Number(since))) {
    const { requeued, adopted } = await writtenScores.compare(orgId, page.scores, position, clock.now());
    found.compared += page.scores.length;
    found.requeued += requeued;
    found.adopted += adopted;
    nextSince = page.nextSince;
  }
  if (nextSince !== undefined) await leadHistories.append(orgId, POSITION, [], String(nextSince));
  return found;
}

/** What came of it, in a sentence. */
export function checkSummary({ compared: held, requeued, adopted }: CheckedScores): string {
  const leads = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'lead' : 'leads'}`;
  if (requeued + adopted === 0) return `The org holds the scores that were written: ${leads(held)} compared.`;
  return [
    `Of ${leads(held)} the org held something else than was written:`,
    `${leads(requeued)} will be written again, ${leads(adopted)} with a newer score of another writer will be scored again.`,
  ].join(' ');
}
