import type { CrmFollower, FollowedPage } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import type { SalesforceSource } from '../extract/crm-source.ts';
import { createEventFollower, type EventFollowerOptions } from './event-follower.ts';
import { createPoller, type PollerOptions } from './poller.ts';

export interface FollowerOptions extends EventFollowerOptions, PollerOptions {
  /** Called with the reason when polling replaces change events, and whenever the reason changes. */
  readonly onPolling?: (reason: string) => void;
  /** Change events are tried again after polling for this long; 30 minutes unless set. */
  readonly retryEventsMs?: number;
}

/** Follows an org by its change events, and by polling while it offers none. */
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
      let reportedReason: string | undefined;
      async function* recordPositions(pages: AsyncIterable<FollowedPage>): AsyncGenerator<FollowedPage> {
        for await (const page of pages) {
          positions.set(page.stream, page.cursor);
          yield page;
        }
      }
      while (!signal.aborted) {
        try {
          yield* recordPositions(events.follow(positions, signal));
        } catch (error) {
          if (!isSalesforceError(error, 'change_events_unavailable')) throw error;
          if (error.message !== reportedReason) options.onPolling?.(error.message);
          reportedReason = error.message;
          const pollUntil = AbortSignal.any([signal, AbortSignal.timeout(retryEventsMs)]);
          yield* recordPositions(poller.follow(positions, pollUntil));
        }
      }
    },
  };
}
