import type { Instant } from '@leadlight/lead-features';
import type { CrmFollower, FollowedPage } from '@leadlight/workflows';
import { realPacing, type Pacing } from '../connection/pacing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { checkedUrl } from '../connection/url.ts';
import type { RecordReader } from '../extract/read-by-ids.ts';
import { DEFAULT_FLOOR_SHARE } from '../write/budget.ts';
import { followedObjects, followStreamOf, topicOf, type FollowedObject } from './followed-objects.ts';
import { partiesOf } from './parties.ts';
import { DEFAULT_FOLLOW_SHARE } from './following-budget.ts';
import { Mailbox } from './mailbox.ts';
import { callsFor } from './read-cost.ts';
import { ReadingAllowance } from './reading-allowance.ts';
import { PATIENCE, subscribe, type Patience, type TopicNews } from './subscription.ts';
import { openPubSub } from './wire.ts';

export interface EventFollowerOptions {
  /** `https://api.pubsub.salesforce.com:7443` unless set; http only on this machine. */
  readonly endpoint?: string;
  /** Changes are gathered for so long, so that many make one read; one second unless set. */
  readonly gatherMs?: number;
  readonly pacing?: Pacing;
  readonly patience?: Patience;
  /** Share of the org's daily API calls that following may use, 0..1; a quarter unless set. */
  readonly share?: number;
  /** Share of them that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  /** Told where changes come faster than they may be read, and when that is over. */
  readonly onPace?: (sentence: string) => void;
  readonly now?: () => Instant;
}

/** Answers that wait to be read; each may hold a hundred events. */
const MOST_LETTERS = 200;

interface Letter {
  readonly object: FollowedObject;
  readonly news: TopicNews;
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
  const { pacing = realPacing, patience = PATIENCE, gatherMs = 1_000, now = Date.now } = options;
  const { share = DEFAULT_FOLLOW_SHARE, apiBudgetFloor: floorShare = DEFAULT_FLOOR_SHARE } = options;
  const allowance = new ReadingAllowance({ share, floorShare }, now);
  const tellWait = waitTeller(options.onPace);
  const endpoint = new URL(
    checkedUrl(options.endpoint ?? 'https://api.pubsub.salesforce.com:7443', 'The Pub/Sub address'),
  );

  /** @throws SalesforceError `following_unavailable`: then poll */
  async function* follow(cursors: ReadonlyMap<string, string>, signal: AbortSignal): AsyncGenerator<FollowedPage> {
    const client = openPubSub(endpoint.host, endpoint.protocol === 'https:');
    const over = new AbortController();
    const subscriber = { connection, client, pacing, patience, signal: AbortSignal.any([signal, over.signal]) };
    const mailbox = new Mailbox<Letter>(MOST_LETTERS);
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
        await pacing.pause(Math.max(gatherMs, waitMs), signal);
        const news = newsIn(mailbox.takeAll());
        allowance.spend(callsFor(news));
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
interface ObjectNews {
  readonly object: FollowedObject;
  readonly ids: readonly string[];
  readonly cursor: string;
  readonly committedAt: Instant | null;
  readonly gap: string | undefined;
}

/** One page an object, of all its news; none where nothing came of it, not even a new position. */
async function* pagesOf(news: readonly ObjectNews[], reader: RecordReader): AsyncGenerator<FollowedPage> {
  const read = await reader.readTogether(new Map(news.map(({ object, ids }) => [object, ids])));
  // One sync makes up for all of it: the first page asks for it, before anything is stored.
  const gap = news.flatMap((each) => each.gap ?? []).join('; ');
  for (const [place, { object, cursor, committedAt }] of news.entries()) {
    const records = read.get(object) ?? [];
    yield {
      stream: followStreamOf(object),
      records,
      cursor,
      partyIds: [...new Set(records.flatMap(partiesOf))],
      committedAt,
      ...(place === 0 && gap !== '' && { gap }),
    };
  }
}

const newsIn = (letters: readonly Letter[]): readonly ObjectNews[] =>
  followedObjects.flatMap((object) => newsOf(object, letters) ?? []);

function newsOf(object: FollowedObject, letters: readonly Letter[]): ObjectNews | undefined {
  const news = letters.filter((letter) => letter.object === object).map((letter) => letter.news);
  const position = news.at(-1);
  if (!position) return undefined;
  const events = news.flatMap((each) => each.events).filter((event) => !event.own);
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
const WORTH_TELLING_MS = 5_000;

function waitTeller(tell: EventFollowerOptions['onPace']): (waitMs: number) => void {
  let isLong = false;
  return (waitMs) => {
    if (waitMs > WORTH_TELLING_MS === isLong) return;
    isLong = !isLong;
    const seconds = Math.round(waitMs / 1_000);
    tell?.(
      isLong
        ? `Changes come faster than the org's API calls allow to read them: they are gathered for ${seconds} s at a time.`
        : 'Changes are read as they come again.',
    );
  };
}
