import type { Instant } from '@leadlight/lead-features';
import type { ApiUsage, CrmFollower, FollowedPage } from '@leadlight/workflows';
import { connectionBudget, DEFAULT_RESERVE_SHARE, isBelowReserve, type ApiBudget } from '../connection/api-budget.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { realTiming, type Timing } from '../connection/timing.ts';
import { isSalesforceError } from '../errors.ts';
import type { RecordReader } from '../extract/record-reader.ts';
import { DEFAULT_FOLLOW_SHARE, ReserveBackoff } from './follow-budget.ts';
import { followedObjects, pollStreamOf, type FollowedObject } from './followed-objects.ts';
import { readFollowedPages, type ObjectChanges } from './followed-pages.ts';
import { pollChanges, type PollResult, type SaveTimes } from './poll-changes.ts';
import { PollingInterval } from './polling-interval.ts';
import { readCallCount } from './read-cost.ts';

export interface PollerOptions {
  /** Share of the org's daily API calls that following may use, 0..1; a quarter unless set. */
  readonly share?: number;
  /** Share of the org's daily API calls that is reserved for others, 0..1; 0.1 unless set. */
  readonly apiBudgetReserve?: number;
  /** What all processes together may call; without it, what the org reported to this connection decides. */
  readonly budget?: ApiBudget;
  /** Called with the polling interval at the start, and whenever it is at least twice or half of the reported one. */
  readonly onRateChange?: (sentence: string) => void;
  readonly timing?: Timing;
  readonly now?: () => Instant;
}

/** Each poll goes back this long before the previous one: records may become visible late. */
const OVERLAP_MS = 15 * 60_000;
/** The org's times are whole seconds: a record saved just before a poll may be saved again at the same time. */
const SAVE_TIME_PRECISION_MS = 2_000;

/**
 * Follows an org by asking it for changes, for orgs without change events. A poll without changes takes one API call: it
 * returns ids and times of what was saved recently. Records that earlier polls returned are skipped, the others are read
 * completely. Own writes are read as well and add nothing. The org's budget of API calls determines the interval.
 */
export function createPoller(
  connection: SalesforceConnection,
  reader: RecordReader,
  options: PollerOptions = {},
): CrmFollower {
  const { share = DEFAULT_FOLLOW_SHARE, apiBudgetReserve: reserveShare = DEFAULT_RESERVE_SHARE } = options;
  const { timing = realTiming, now = Date.now } = options;
  const { budget = connectionBudget(connection, reserveShare) } = options;
  const interval = new PollingInterval({ share, reserveShare });
  const reportInterval = createIntervalReporter(interval, options.onRateChange);
  const reserveBackoff = new ReserveBackoff();

  function waitMs(): number {
    const usage = connection.apiUsage();
    reportInterval(usage);
    if (isBelowReserve(usage, reserveShare)) return reserveBackoff.next();
    reserveBackoff.reset();
    return interval.intervalMs(usage);
  }

  /** Without enough calls left to finish the poll it changes nothing, so that the next poll finds the same. */
  async function poll(state: PollState): Promise<readonly FollowedPage[]> {
    try {
      const result = await pollChanges(connection, state.since(), now);
      if (!(await budget.mayCall())) return [];
      const changes = state.changesIn(result);
      const pages = await readFollowedPages(changes, reader);
      state.accept(result);
      interval.recordCost(1 + readCallCount(changes));
      return pages;
    } catch (error) {
      if (isSalesforceError(error, 'api_limit_exceeded')) return [];
      throw error;
    }
  }

  return {
    streams: followedObjects.map(pollStreamOf),
    async *follow(cursors, signal) {
      const state = new PollState(await readableObjects(reader), cursors, connection.serverTime() ?? now());
      while (!signal.aborted) {
        for (const page of await poll(state)) {
          if (signal.aborted) return;
          yield page;
        }
        await timing.sleep(waitMs(), signal);
      }
    },
  };
}

/** When each object was last polled, and which records of it were seen. */
class PollState {
  readonly #polledAt = new Map<FollowedObject, Instant>();
  readonly #seen = new Map<FollowedObject, SaveTimes>();
  readonly #new: Set<FollowedObject>;
  /** Left to the sync that a gap requested: polled again, these changes would request a sync each time. */
  readonly #syncedUntil = new Map<FollowedObject, Instant>();

  constructor(objects: readonly FollowedObject[], cursors: ReadonlyMap<string, string>, now: Instant) {
    this.#new = new Set(objects.filter((object) => Number.isNaN(Number(cursors.get(pollStreamOf(object)) ?? NaN))));
    for (const object of objects)
      this.#polledAt.set(object, this.#new.has(object) ? now : Number(cursors.get(pollStreamOf(object))));
  }

  since(): ReadonlyMap<FollowedObject, Instant> {
    return new Map(
      [...this.#polledAt].map(([object, polledAt]) => [
        object,
        Math.max(polledAt - OVERLAP_MS, this.#syncedUntil.get(object) ?? 0),
      ]),
    );
  }

  changesIn({ saved, polledAt }: PollResult): readonly ObjectChanges[] {
    return [...saved].flatMap(([object, records]) => {
      const seen = this.#seen.get(object);
      const ids = [...(records ?? [])].filter(([id, savedAt]) => seen?.get(id) !== savedAt).map(([id]) => id);
      const gap = this.#gapIn(object, records);
      if (ids.length === 0 && gap === undefined) return [];
      return [{ object, ids, stream: pollStreamOf(object), cursor: String(polledAt), gap }];
    });
  }

  #gapIn(object: FollowedObject, records: SaveTimes | undefined): string | undefined {
    if (this.#new.has(object)) return `${object} is followed from now on`;
    return records === undefined ? `${object} had more changes than one poll returns` : undefined;
  }

  /** The next poll continues from here. */
  accept({ saved, polledAt }: PollResult): void {
    const settledUntil = polledAt - SAVE_TIME_PRECISION_MS;
    for (const [object, records] of saved) {
      if (this.#gapIn(object, records) !== undefined) this.#syncedUntil.set(object, settledUntil);
      this.#new.delete(object);
      this.#seen.set(object, new Map([...(records ?? [])].filter(([, savedAt]) => savedAt <= settledUntil)));
      this.#polledAt.set(object, polledAt);
    }
  }
}

async function readableObjects(reader: RecordReader): Promise<readonly FollowedObject[]> {
  const readable: FollowedObject[] = [];
  for (const object of followedObjects) if (await reader.canRead(object)) readable.push(object);
  return readable;
}

function createIntervalReporter(interval: PollingInterval, report: PollerOptions['onRateChange']) {
  let reportedMs: number | undefined;
  return (usage: ApiUsage | undefined): void => {
    const ms = interval.intervalMs(usage);
    if (reportedMs !== undefined && ms < reportedMs * 2 && ms > reportedMs / 2) return;
    report?.(interval.describe(usage));
    reportedMs = ms;
  };
}
