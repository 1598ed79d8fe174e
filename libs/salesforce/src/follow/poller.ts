import type { Instant } from '@leadlight/lead-features';
import type { CrmFollower, FollowedPage } from '@leadlight/workflows';
import { realTiming, type Timing } from '../connection/timing.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError } from '../errors.ts';
import type { RecordReader } from '../extract/record-reader.ts';
import { DEFAULT_FLOOR_SHARE, isBelowFloor } from '../connection/api-budget.ts';
import { followedObjects, type FollowedObject } from './followed-objects.ts';
import { pollChanges, type PollResult, type SaveTimes } from './poll-changes.ts';
import { partyIdsOf } from './party-ids.ts';
import { DEFAULT_FOLLOW_SHARE, FloorBackoff } from './follow-budget.ts';
import { PollingInterval } from './polling-interval.ts';
import { readCallCount } from './read-cost.ts';

export interface PollerOptions {
  /** Share of the org's daily API calls that following may use, 0..1; a quarter unless set. */
  readonly share?: number;
  /** Share of them that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  /** Told how often the org is asked, at first and whenever it is much more or much less often than was told. */
  readonly onRateChange?: (sentence: string) => void;
  readonly timing?: Timing;
  readonly now?: () => Instant;
}

/** Each look goes back so far before the last one: for records that become visible late. */
const OVERLAP_MS = 15 * 60_000;
/** The org tells times in whole seconds: what was saved so shortly before a look may be saved again at the same time. */
const SAVE_TIME_PRECISION_MS = 2_000;

/** Its place in storage. */
export const pollStreamOf = (object: FollowedObject): string => `poll:${object}`;

/**
 * Follows an org by asking again and again what changed: for orgs without change events. A round is one API call where
 * nothing changed: a look at what was saved lately, as ids and times. What the looks before had shown is passed over, the
 * rest is read whole. Own writes are read and say nothing new. Rounds come as often as the org's budget of calls allows.
 */
export function createPoller(
  connection: SalesforceConnection,
  reader: RecordReader,
  options: PollerOptions = {},
): CrmFollower {
  const { share = DEFAULT_FOLLOW_SHARE, apiBudgetFloor: floorShare = DEFAULT_FLOOR_SHARE } = options;
  const { timing: pacing = realTiming, now = Date.now } = options;
  const pace = new PollingInterval({ share, floorShare });
  const tellPace = createIntervalReporter(pace, options.onRateChange);
  const floorWait = new FloorBackoff();

  function waitMs(): number {
    const usage = connection.apiUsage();
    const every = tellPace(usage);
    if (isBelowFloor(usage, floorShare)) return floorWait.next();
    floorWait.reset();
    return every;
  }

  /** One round; none of it where no calls are left for it, so that the next one finds the same. */
  async function round(watch: PollState): Promise<readonly FollowedPage[]> {
    try {
      const glance = await pollChanges(connection, watch.since(), now);
      if (isBelowFloor(connection.apiUsage(), floorShare)) return [];
      const news = watch.changesIn(glance);
      const pages = await pagesOf(news, reader, glance.at);
      watch.accept(glance);
      pace.recordCost(1 + readCallCount([...news].map(([object, { ids }]) => ({ object, ids }))));
      return pages;
    } catch (error) {
      if (isSalesforceError(error, 'api_limit_exceeded')) return [];
      throw error;
    }
  }

  return {
    streams: followedObjects.map(pollStreamOf),
    async *follow(cursors, signal) {
      const watch = new PollState(await readableObjects(reader), cursors, connection.serverTime() ?? now());
      while (!signal.aborted) {
        for (const page of await round(watch)) {
          if (signal.aborted) return;
          yield page;
        }
        await pacing.sleep(waitMs(), signal);
      }
    },
  };
}

/** What a look showed that those before had not, by object. */
type ChangesByObject = ReadonlyMap<FollowedObject, { readonly ids: readonly string[]; readonly gap?: string }>;

/** Where each object stands, and what of it was seen already. */
class PollState {
  readonly #since = new Map<FollowedObject, Instant>();
  readonly #seen = new Map<FollowedObject, SaveTimes>();
  readonly #fresh: Set<FollowedObject>;
  /** What was saved before a gap is the sync's: shown again and again it would ask for a sync each time. */
  readonly #synced = new Map<FollowedObject, Instant>();

  constructor(objects: readonly FollowedObject[], cursors: ReadonlyMap<string, string>, now: Instant) {
    const positions = new Map(objects.map((object) => [object, Number(cursors.get(pollStreamOf(object)) ?? NaN)]));
    this.#fresh = new Set(objects.filter((object) => Number.isNaN(positions.get(object))));
    for (const [object, at] of positions) this.#since.set(object, this.#fresh.has(object) ? now : at);
  }

  since(): ReadonlyMap<FollowedObject, Instant> {
    const from = (object: FollowedObject, at: Instant) => Math.max(at - OVERLAP_MS, this.#synced.get(object) ?? 0);
    return new Map([...this.#since].map(([object, at]) => [object, from(object, at)]));
  }

  changesIn({ saved }: PollResult): ChangesByObject {
    const news = new Map<FollowedObject, { ids: readonly string[]; gap?: string }>();
    for (const [object, records] of saved) {
      const before = this.#seen.get(object);
      const ids = [...(records ?? [])].filter(([id, time]) => before?.get(id) !== time).map(([id]) => id);
      const gap = this.#gapIn(object, records);
      if (ids.length > 0 || gap !== undefined) news.set(object, { ids, ...(gap !== undefined && { gap }) });
    }
    return news;
  }

  #gapIn(object: FollowedObject, records: SaveTimes | undefined): string | undefined {
    if (this.#fresh.has(object)) return `${object} is watched from now on`;
    return records === undefined ? `more of ${object} changed than one look shows` : undefined;
  }

  /** The next look goes on from here. */
  accept({ saved, at }: PollResult): void {
    for (const [object, records] of saved) {
      if (this.#gapIn(object, records) !== undefined) this.#synced.set(object, at - SAVE_TIME_PRECISION_MS);
      this.#fresh.delete(object);
      this.#seen.set(object, new Map([...(records ?? [])].filter(([, time]) => time <= at - SAVE_TIME_PRECISION_MS)));
      this.#since.set(object, at);
    }
  }
}

async function readableObjects(reader: RecordReader): Promise<readonly FollowedObject[]> {
  const readable: FollowedObject[] = [];
  for (const object of followedObjects) if (await reader.canRead(object)) readable.push(object);
  return readable;
}

async function pagesOf(news: ChangesByObject, reader: RecordReader, at: Instant): Promise<readonly FollowedPage[]> {
  const wanted = new Map([...news].map(([object, { ids }]) => [object as string, ids]));
  const read = await reader.readByStream(wanted);
  // One sync makes up for all of it: the first page asks for it, before anything is stored.
  const gap = [...news.values()].flatMap((each) => each.gap ?? []).join('; ');
  return [...news.keys()].map((object, place) => {
    const records = read.get(object) ?? [];
    return {
      stream: pollStreamOf(object),
      records,
      cursor: String(at),
      partyIds: [...new Set(records.flatMap(partyIdsOf))],
      committedAt: records.length === 0 ? null : Math.min(...records.map(({ changedAt }) => changedAt)),
      ...(place === 0 && gap !== '' && { gap }),
    };
  });
}

/** @returns for how long to wait before the next round; tells it where that is news */
function createIntervalReporter(pace: PollingInterval, tell: PollerOptions['onRateChange']) {
  let told: number | undefined;
  return (usage: ReturnType<SalesforceConnection['apiUsage']>): number => {
    const every = pace.intervalMs(usage);
    if (told === undefined || every >= told * 2 || every <= told / 2) {
      tell?.(pace.describe(usage));
      told = every;
    }
    return every;
  };
}
