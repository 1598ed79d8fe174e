import type { CrmFollower, LeadHistoryStore, SyncCursors } from '../ports/index.ts';
import { sleep, type WakeSignal } from './wake-signal.ts';
import type { SyncWhenFree } from './sync-when-free.ts';
import { messageOf, type Log } from './log.ts';

export interface StoreChangesPorts {
  readonly follower: CrmFollower;
  readonly syncCursors: Pick<SyncCursors, 'list'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'append'>;
}

/**
 * Stores changes as they come, each page together with its position: after a kill the follower goes on there. Where the
 * CRM may have kept changes back, an incremental sync comes first and the position after it, so that a kill in between
 * asks for the sync again.
 */
export async function storeChanges(
  { follower, syncCursors, leadHistories, sync }: StoreChangesPorts & { readonly sync: SyncWhenFree },
  orgId: string,
  bell: WakeSignal,
  tell: Log,
  signal: AbortSignal,
): Promise<void> {
  for await (const page of follower.follow(await syncCursors.list(orgId), signal)) {
    if (page.gap !== undefined) {
      tell(`Changes may have been missed (${page.gap}): an incremental sync follows.`);
      await sync(signal);
      // A stop may have ended it before anything was read: the position would tell of no gap any more.
      if (signal.aborted) return;
    }
    const added = await leadHistories.append(orgId, page.stream, page.records, page.cursor);
    if (added > 0 || page.gap !== undefined) bell.notify();
  }
}

/**
 * Brings from time to time what no event tells: rows of field history, e-mails, what the org's own automation did in the
 * wake of a written score, rows that became visible late.
 */
export async function syncPeriodically(
  sync: SyncWhenFree,
  bell: WakeSignal,
  tell: Log,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    await sleep(everyMs, signal);
    if (signal.aborted) return;
    try {
      await sync(signal);
      bell.notify();
    } catch (error) {
      tell(`The regular sync failed: ${messageOf(error)} The next one takes up what it left.`);
    }
  }
}
