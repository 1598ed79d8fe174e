import type { CrmFollower, FollowedPage } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import type { SalesforceSource } from '../extract/crm-source.ts';
import { createEventFollower, type EventFollowerOptions } from './event-follower.ts';
import { createPoller, type PollerOptions } from './poller.ts';

export interface FollowerOptions extends EventFollowerOptions, PollerOptions {
  /** Told once when change events are not to be had and polling takes over. */
  readonly onPolling?: (reason: string) => void;
}

/** Follows an org by its change events, and by polling where it offers none. */
export function createFollower(
  connection: SalesforceConnection,
  source: SalesforceSource,
  options: FollowerOptions = {},
): CrmFollower {
  const events = createEventFollower(connection, source, options);
  const poller = createPoller(source, options);
  return {
    streams: [...events.streams, ...poller.streams],
    async *follow(cursors, signal): AsyncGenerator<FollowedPage> {
      try {
        yield* events.follow(cursors, signal);
        return;
      } catch (error) {
        if (!isSalesforceError(error, 'following_unavailable')) throw error;
        options.onPolling?.(error.message);
      }
      yield* poller.follow(cursors, signal);
    },
  };
}
