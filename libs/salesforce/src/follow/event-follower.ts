import { isRecordId } from '@leadlight/common';
import type { CrmFollower, FollowedPage } from '@leadlight/workflows';
import { DEFAULT_RESERVE_SHARE } from '../connection/api-budget.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { requireSecureUrl } from '../connection/secure-url.ts';
import { realTiming, type Timing } from '../connection/timing.ts';
import type { RecordReader } from '../extract/record-reader.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { DEFAULT_FOLLOW_SHARE } from './follow-budget.ts';
import { followedObjects, followStreamOf, topicOf, type FollowedObject } from './followed-objects.ts';
import { readFollowedPages, type ObjectChanges } from './followed-pages.ts';
import { readCallCount } from './read-cost.ts';
import { ReadRateLimiter } from './read-rate-limiter.ts';
import type { SubscriptionTimeouts, TopicEvents } from './subscription.ts';

export interface EventFollowerOptions {
  /** `https://api.pubsub.salesforce.com:7443` unless set; http only on this machine. */
  readonly endpoint?: string;
  /** Changes are collected for this long, so that many of them need one read; one second unless set. */
  readonly batchWindowMs?: number;
  readonly timing?: Timing;
  readonly timeouts?: SubscriptionTimeouts;
  /** Share of the org's daily API calls that following may use, 0..1; a quarter unless set. */
  readonly share?: number;
  /** Share of the org's daily API calls that is reserved for others, 0..1; 0.1 unless set. */
  readonly apiBudgetReserve?: number;
  /** Called when changes arrive faster than the budget allows to read them, and when that is over. */
  readonly onRateChange?: (sentence: string) => void;
}

/** Responses that wait to be read; each may contain a hundred events. */
const MAX_QUEUED_RESPONSES = 200;

interface QueuedEvents {
  readonly object: FollowedObject;
  readonly response: TopicEvents;
}

/**
 * Follows an org's change events. An event says which records changed. The records themselves are read from the org,
 * complete and in the form that a sync reads, so that both agree.
 */
export function createEventFollower(
  connection: SalesforceConnection,
  reader: RecordReader,
  options: EventFollowerOptions = {},
): CrmFollower {
  const { timing = realTiming, batchWindowMs = 1_000 } = options;
  const { share = DEFAULT_FOLLOW_SHARE, apiBudgetReserve: reserveShare = DEFAULT_RESERVE_SHARE } = options;
  const limiter = new ReadRateLimiter({ share, reserveShare }, timing);
  const reportWait = createWaitReporter(options.onRateChange);
  const endpoint = new URL(
    requireSecureUrl(options.endpoint ?? 'https://api.pubsub.salesforce.com:7443', 'The Pub/Sub address'),
  );

  /** @throws SalesforceError `change_events_unavailable`: then the org has to be polled */
  async function* follow(cursors: ReadonlyMap<string, string>, signal: AbortSignal): AsyncGenerator<FollowedPage> {
    // gRPC and Avro are loaded only to follow.
    const [{ openPubSubClient }, { subscribe, DEFAULT_TIMEOUTS }] = await Promise.all([
      import('./pubsub-client.ts'),
      import('./subscription.ts'),
    ]);
    const { timeouts = DEFAULT_TIMEOUTS } = options;
    const client = openPubSubClient(endpoint.host, endpoint.protocol === 'https:');
    const end = new AbortController();
    const subscriber = { connection, client, timing, timeouts, signal: AbortSignal.any([signal, end.signal]) };
    const queue = new BoundedQueue<QueuedEvents>(MAX_QUEUED_RESPONSES);
    const enqueue = async (object: FollowedObject) => {
      const replayId = cursors.get(followStreamOf(object)) || undefined;
      for await (const response of subscribe(subscriber, topicOf(object), replayId))
        await queue.put({ object, response });
    };
    Promise.all(followedObjects.map(enqueue)).then(
      () => queue.end(),
      (error: unknown) => queue.end({ error }),
    );
    signal.addEventListener('abort', () => queue.end(), { once: true });
    try {
      while (!signal.aborted && (await queue.hasMore())) {
        const waitMs = limiter.waitMs(connection.apiUsage());
        reportWait(waitMs);
        await timing.sleep(Math.max(batchWindowMs, waitMs), signal);
        const changes = groupByObject(queue.takeAll());
        limiter.spend(readCallCount(changes));
        yield* await readFollowedPages(changes, reader);
      }
    } finally {
      end.abort();
      client.close();
    }
  }

  return { streams: followedObjects.map(followStreamOf), follow };
}

const groupByObject = (queued: readonly QueuedEvents[]): readonly ObjectChanges[] =>
  followedObjects.flatMap((object) => {
    const responses = queued.filter((one) => one.object === object).map(({ response }) => response);
    return changesOf(object, responses) ?? [];
  });

/** @returns undefined where there is no response, so that not even the position changes */
function changesOf(object: FollowedObject, responses: readonly TopicEvents[]): ObjectChanges | undefined {
  const last = responses.at(-1);
  if (!last) return undefined;
  const events = responses.flatMap((response) => response.events).filter((event) => !event.isOwn);
  const overflow = events.some(({ changeType }) => changeType === 'GAP_OVERFLOW');
  const concernsAll = events.some((event) => event.concernsAll);
  return {
    object,
    ids: [...new Set(events.flatMap(({ recordIds }) => recordIds).filter(isRecordId))],
    stream: followStreamOf(object),
    cursor: last.replayId ?? '',
    committedAt: events.length === 0 ? null : Math.min(...events.map(({ committedAt }) => committedAt)),
    gap: concernsAll
      ? `a field of ${object} was given another type, which concerns all of its records`
      : overflow
        ? `${object} had more changes than the org can send`
        : responses.findLast(({ gap }) => gap)?.gap,
    ...(concernsAll && { rereads: true }),
  };
}

const MIN_REPORTED_WAIT_MS = 5_000;

function createWaitReporter(report: EventFollowerOptions['onRateChange']): (waitMs: number) => void {
  let isSlow = false;
  return (waitMs) => {
    if (waitMs > MIN_REPORTED_WAIT_MS === isSlow) return;
    isSlow = !isSlow;
    const seconds = Math.round(waitMs / 1_000);
    report?.(
      isSlow
        ? `Changes arrive faster than the org's API calls allow to read them: they are collected for ${seconds} s at a time.`
        : 'Changes are read as they arrive again.',
    );
  };
}
