import type { Instant } from '@leadlight/lead-features';
import type { CrmPage } from './crm.ts';

/** Changes in the order they happened, to be stored with `LeadHistoryStore.append` under the page's own stream and cursor. */
export interface FollowedPage extends CrmPage {
  /** The leads that changed, or contacts of converted leads. */
  readonly partyIds: readonly string[];
  /** When the oldest of these changes was made; null if the page has none. */
  readonly committedAt: Instant | null;
  /** Why changes may have been missed, so that an incremental sync must follow; absent if none can have been. */
  readonly gap?: string;
  /** Streams whose records all have to be read anew by that sync; absent = none. */
  readonly rereads?: readonly string[];
}

export interface CrmFollower {
  /** Streams whose cursors `follow` needs. */
  readonly streams: readonly string[];
  /**
   * Changes made by others, until `signal` aborts; our own writes are left out. A stream without a cursor starts now, with
   * a page that reports a gap.
   */
  follow(cursors: ReadonlyMap<string, string>, signal: AbortSignal): AsyncIterable<FollowedPage>;
}
