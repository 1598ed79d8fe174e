import type { ApiUsage, CrmScoreWriter, Leases, Outbox, Progress } from '../ports/index.ts';
import { withLease } from '../with-lease.ts';

/** Enough for the writer to choose bulk where that costs fewer calls. */
const BATCH = 10_000;
const FRUITLESS_ROUNDS = 3;

export interface WriteBackResult {
  readonly written: number;
  /** Refused for good, with the CRM's own words. */
  readonly failed: readonly { readonly leadId: string; readonly message: string }[];
  /** Still waiting: the CRM was busy with them at every attempt. The next write-back takes them up. */
  readonly waiting: number;
  readonly apiUsage: ApiUsage | undefined;
}

/**
 * Empties the outbox into the CRM. A process killed on the way leaves the rest in the outbox; what had been sent but not
 * settled is sent again with the same values.
 * @throws WorkflowError `work_in_progress`: one writer an org; what the lease was lost with
 */
export async function writeBack(
  ports: { readonly writer: CrmScoreWriter; readonly outbox: Outbox; readonly leases: Leases },
  orgId: string,
  progress: Progress,
): Promise<WriteBackResult> {
  const { writer, outbox, leases } = ports;
  const failed: { leadId: string; message: string }[] = [];
  let written = 0;
  await withLease(leases, orgId, 'write-back', async (lost) => {
    const { pending: total } = await outbox.counts(orgId);
    let fruitlessRounds = 0;
    while (fruitlessRounds < FRUITLESS_ROUNDS) {
      const updates = await outbox.pending(orgId, BATCH);
      if (updates.length === 0) break;
      const updateOf = new Map(updates.map((update) => [update.leadId, update]));
      lost.throwIfAborted();
      const outcomes = await writer.writeScores(updates);
      const settled = outcomes.flatMap(({ leadId, outcome, message }) => {
        const update = updateOf.get(leadId);
        if (!update || outcome === 'retry') return [];
        return [outcome === 'failed' ? { update, failure: message ?? 'refused without a reason' } : { update }];
      });
      await outbox.settle(orgId, settled);
      for (const { update, failure } of settled) {
        if (failure === undefined) written += 1;
        else failed.push({ leadId: update.leadId, message: failure });
      }
      progress.update('write back', written + failed.length, total);
      // The writer has already waited and retried within the call: only whole rounds without progress count.
      if (settled.length === 0) fruitlessRounds += 1;
    }
  });
  const { pending } = await outbox.counts(orgId);
  return { written, failed, waiting: pending, apiUsage: writer.apiUsage() };
}
