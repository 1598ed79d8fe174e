import type { CrmFollower, CrmSource, LeadHistoryStore, SyncCursors } from '../ports/index.ts';
import type { Log } from './log.ts';
import type { SyncWhenFree } from './sync-when-free.ts';
import type { WakeSignal } from './wake-signal.ts';

export interface StoreChangesPorts {
  readonly follower: CrmFollower;
  readonly syncCursors: Pick<SyncCursors, 'list'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'append' | 'findCursor'>;
  readonly source: Pick<CrmSource, 'rereadCursor'>;
}

/**
 * Stores changes as they arrive, each page together with its cursor, so that a follower continues there after a kill. If
 * changes may have been missed, an incremental sync runs before the page's cursor is stored, so that a kill in between
 * repeats the sync.
 */
export async function storeChanges(
  { follower, syncCursors, leadHistories, source, sync }: StoreChangesPorts & { readonly sync: SyncWhenFree },
  orgId: string,
  changesStored: WakeSignal,
  log: Log,
  stop: AbortSignal,
): Promise<void> {
  for await (const page of follower.follow(await syncCursors.list(orgId), stop)) {
    if (page.gap !== undefined) {
      log(`Changes may have been missed (${page.gap}): an incremental sync follows.`);
      for (const stream of page.rereads ?? []) {
        const cursor = await leadHistories.findCursor(orgId, stream);
        if (cursor !== undefined) await leadHistories.append(orgId, stream, [], source.rereadCursor(cursor));
      }
      await sync(stop);
      // The sync may have been stopped before it read anything: storing the cursor now would hide the gap.
      if (stop.aborted) return;
    }
    const added = await leadHistories.append(orgId, page.stream, page.records, page.cursor);
    if (added > 0 || page.gap !== undefined) changesStored.notify();
  }
}
