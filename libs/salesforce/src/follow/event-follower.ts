import type { Instant } from '@leadlight/lead-features';
import type { CrmFollower, FollowedPage } from '@leadlight/workflows';
import { realTiming, type Timing } from '../connection/timing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { requireSecureUrl } from '../connection/secure-url.ts';
import type { RecordReader } from '../extract/record-reader.ts';
import { DEFAULT_FLOOR_SHARE } from '../connection/api-budget.ts';
import { followedObjects, followStreamOf, topicOf, type FollowedObject } from './followed-objects.ts';
import { partyIdsOf } from './party-ids.ts';
import { DEFAULT_FOLLOW_SHARE } from './follow-budget.ts';
import { BoundedQueue } from './bounded-queue.ts';
import { readCallCount } from './read-cost.ts';
import { ReadRateLimiter } from './read-rate-limiter.ts';
import { DEFAULT_TIMEOUTS, subscribe, type SubscriptionTimeouts, type TopicEvents } from './subscription.ts';
import { openPubSubClient } from './pubsub-client.ts';

export interface EventFollowerOptions {
  /** `https://api.pubsub.salesforce.com:7443` unless set; http only on this machine. */
  readonly endpoint?: string;
  /** Changes are gathered for so long, so that many make one read; one second unless set. */
  readonly batchWindowMs?: number;
  readonly timing?: Timing;
  readonly timeouts?: SubscriptionTimeouts;
  /** Share of the org's daily API calls that following may use, 0..1; a quarter unless set. */
  readonly share?: number;
  /** Share of them that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  /** Told where changes come faster than they may be read, and when that is over. */
  readonly onRateChange?: (sentence: string) => void;
  readonly now?: () => Instant;
}

/** Answers that wait to be read; each may hold a hundred events. */
const MAX_QUEUED_RESPONSES = 200;

interface QueuedEvents {
  readonly object: FollowedObject;
  readonly news: TopicEvents;
}

/**
 * Follows an org's change events. An event tells who changed; what is stored is read from the org, whole and in the
 * form that a sync would read, so that both agree.
 */
export function createEventFollower(
  connection: SalesforceConnection,
  reader: RecordReader,
  options: EventFollowerOptions = {},
): CrmFollower {
  const {
    timing: pacing = realTiming,
    timeouts: patience = DEFAULT_TIMEOUTS,
    batchWindowMs: gatherMs = 1_000,
    now = Date.now,
  } = options;
  const { share = DEFAULT_FOLLOW_SHARE, apiBudgetFloor: floorShare = DEFAULT_FLOOR_SHARE } = options;
  const allowance = new ReadRateLimiter({ share, floorShare }, now);
  const tellWait = createWaitReporter(options.onRateChange);
  const endpoint = new URL(
    requireSecureUrl(options.endpoint ?? 'https://api.pubsub.salesforce.com:7443', 'The Pub/Sub address'),
  );

  /** @throws SalesforceError `following_unavailable`: then poll */
  async function* follow(cursors: ReadonlyMap<string, string>, signal: AbortSignal): AsyncGenerator<FollowedPage> {
    const client = openPubSubClient(endpoint.host, endpoint.protocol === 'https:');
    const over = new AbortController();
    const subscriber = {
      connection,
      client,
      timing: pacing,
      timeouts: patience,
      signal: AbortSignal.any([signal, over.signal]),
    };
    const mailbox = new BoundedQueue<QueuedEvents>(MAX_QUEUED_RESPONSES);
    const deliver = async (object: FollowedObject) => {
      for await (const news of subscribe(
        subscriber,
        topicOf(object),
        cursors.get(followStreamOf(object)) || undefined,
      )) {
        await mailbox.put({ object, news });
      }
    };
    Promise.all(followedObjects.map(deliver)).then(
      () => mailbox.end(),
      (error: unknown) => mailbox.end({ error }),
    );
    signal.addEventListener('abort', () => mailbox.end(), { once: true });
    try {
      while (!signal.aborted && (await mailbox.hasMore())) {
        const waitMs = allowance.waitMs(connection.apiUsage());
        tellWait(waitMs);
        await pacing.sleep(Math.max(gatherMs, waitMs), signal);
        const news = groupByObject(mailbox.takeAll());
        allowance.spend(readCallCount(news));
        yield* pagesOf(news, reader);
      }
    } finally {
      over.abort();
      client.close();
    }
  }

  return { streams: followedObjects.map(followStreamOf), follow };
}

/** What came of one object. */
interface ObjectChanges {
  readonly object: FollowedObject;
  readonly ids: readonly string[];
  readonly cursor: string;
  readonly committedAt: Instant | null;
  readonly gap: string | undefined;
}

/** One page an object, of all its news; none where nothing came of it, not even a new position. */
async function* pagesOf(news: readonly ObjectChanges[], reader: RecordReader): AsyncGenerator<FollowedPage> {
  const read = await reader.readByStream(new Map(news.map(({ object, ids }) => [object, ids])));
  // One sync makes up for all of it: the first page asks for it, before anything is stored.
  const gap = news.flatMap((each) => each.gap ?? []).join('; ');
  for (const [place, { object, cursor, committedAt }] of news.entries()) {
    const records = read.get(object) ?? [];
    yield {
      stream: followStreamOf(object),
      records,
      cursor,
      partyIds: [...new Set(records.flatMap(partyIdsOf))],
      committedAt,
      ...(place === 0 && gap !== '' && { gap }),
    };
  }
}

const groupByObject = (letters: readonly QueuedEvents[]): readonly ObjectChanges[] =>
  followedObjects.flatMap((object) => changesOf(object, letters) ?? []);

function changesOf(object: FollowedObject, letters: readonly QueuedEvents[]): ObjectChanges | undefined {
  const news = letters.filter((letter) => letter.object === object).map((letter) => letter.news);
  const position = news.at(-1);
  if (!position) return undefined;
  const events = news.flatMap((each) => each.events).filter((event) => !event.isOwn);
  const overflow = events.some(({ changeType }) => changeType === 'GAP_OVERFLOW');
  return {
    object,
    ids: [...new Set(events.flatMap(({ recordIds }) => recordIds).filter(isRecordId))],
    cursor: position.replayId ?? '',
    committedAt: events.length === 0 ? null : Math.min(...events.map(({ committedAt }) => committedAt)),
    gap: overflow ? `${object} changed more than the org could tell` : news.findLast((each) => each.gap)?.gap,
  };
}

const isRecordId = (id: string): boolean => /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id);

/** Shorter waits are nobody's concern. */
const MIN_REPORTED_WAIT_MS = 5_000;

function createWaitReporter(tell: EventFollowerOptions['onRateChange']): (waitMs: number) => void {
  let isLong = false;
  return (waitMs) => {
    if (waitMs > MIN_REPORTED_WAIT_MS === isLong) return;
    isLong = !isLong;
    const seconds = Math.round(waitMs / 1_000);
    tell?.(
      isLong
        ? `Changes come faster than the org's API calls allow to read them: they are gathered for ${seconds} s at a time.`
        : 'Changes are read as they come again.',
    );
  };
}
