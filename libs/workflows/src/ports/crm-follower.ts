import type { Instant } from '@leadlight/lead-features';
import type { CrmPage } from './crm.ts';

/** Changes as they happened, to be stored with `LeadHistoryStore.append` under the page's own stream and cursor. */
export interface FollowedPage extends CrmPage {
  /** Leads that the page concerns, or contacts of converted ones. */
  readonly partyIds: readonly string[];
  /** When the oldest of these changes was made; null where the page holds none. */
  readonly committedAt: Instant | null;
  /** Why changes may have been missed: an incremental sync has to follow. Undefined where none was. */
  readonly gap?: string;
}

export interface CrmFollower {
  /** Streams whose cursors `follow` wants back. */
  readonly streams: readonly string[];
  /**
   * Changes made by others, until `signal` aborts. Own writes are left out. A stream without a cursor begins now, with a
   * page that tells the gap.
   */
  follow(cursors: ReadonlyMap<string, string>, signal: AbortSignal): AsyncIterable<FollowedPage>;
}
