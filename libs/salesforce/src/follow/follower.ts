import type { CrmFollower, FollowedPage } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import type { SalesforceSource } from '../extract/crm-source.ts';
import { createEventFollower, type EventFollowerOptions } from './event-follower.ts';
import { createPoller, type PollerOptions } from './poller.ts';

export interface FollowerOptions extends EventFollowerOptions, PollerOptions {
  /** Told why change events are not to be had, when polling takes over and whenever the reason is another. */
  readonly onPolling?: (reason: string) => void;
  /** After so much polling change events are tried again; 30 minutes unless set. */
  readonly retryEventsMs?: number;
}

/** Follows an org by its change events, and by polling where and while it offers none. */
export function createFollower(
  connection: SalesforceConnection,
  source: SalesforceSource,
  options: FollowerOptions = {},
): CrmFollower {
  const { retryEventsMs = 30 * 60_000 } = options;
  const events = createEventFollower(connection, source, options);
  const poller = createPoller(connection, source, options);
  return {
    streams: [...events.streams, ...poller.streams],
    async *follow(cursors, signal): AsyncGenerator<FollowedPage> {
      const positions = new Map(cursors);
      let toldReason: string | undefined;
      async function* keeping(pages: AsyncIterable<FollowedPage>): AsyncGenerator<FollowedPage> {
        for await (const page of pages) {
          positions.set(page.stream, page.cursor);
          yield page;
        }
      }
      while (!signal.aborted) {
        try {
          yield* keeping(events.follow(positions, signal));
        } catch (error) {
          if (!isSalesforceError(error, 'following_unavailable')) throw error;
          if (error.message !== toldReason) options.onPolling?.(error.message);
          toldReason = error.message;
          yield* keeping(poller.follow(positions, AbortSignal.any([signal, AbortSignal.timeout(retryEventsMs)])));
        }
      }
    },
  };
}
