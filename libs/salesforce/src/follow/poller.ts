import type { CrmFollower, CrmSource, FollowedPage, HistoryRecord } from '@leadlight/workflows';
import { realPacing, type Pacing } from '../connection/pacing.ts';
import { DEFAULT_FLOOR_SHARE, isBelowFloor } from '../write/budget.ts';
import { partiesOf } from './parties.ts';

export interface PollerOptions {
  /** From the end of one round to the next; 60 s unless set: a round costs some ten API calls. */
  readonly intervalMs?: number;
  /** Share of the org's daily API calls that is left to others, 0..1; 0.1 unless set. */
  readonly apiBudgetFloor?: number;
  readonly pacing?: Pacing;
}

/** Only an answer tells how many calls are left: so many rounds are passed over below the floor, then one is made. */
const ROUNDS_PASSED_OVER = 15;

/**
 * Follows an org by asking again and again what changed: for orgs without change events. Each round reads the overlap
 * anew, so that what the round before had brought already is passed over. Own writes come back as changed leads; they
 * are scored to the same score, which is not written again. Below the floor of API calls most rounds are passed over.
 */
export function createPoller(source: CrmSource, options: PollerOptions = {}): CrmFollower {
  const { intervalMs = 60_000, apiBudgetFloor = DEFAULT_FLOOR_SHARE, pacing = realPacing } = options;
  async function untilAffordable(signal: AbortSignal): Promise<void> {
    for (let passed = 0; passed < ROUNDS_PASSED_OVER && !signal.aborted; passed++) {
      if (!isBelowFloor(source.apiUsage(), apiBudgetFloor)) return;
      await pacing.pause(intervalMs, signal);
    }
  }
  return {
    streams: source.streams,
    async *follow(cursors, signal) {
      const positions = new Map(cursors);
      const seen = new Map<string, ReadonlyMap<string, number>>();
      while (!signal.aborted) {
        await untilAffordable(signal);
        if (signal.aborted) return;
        for (const stream of source.streams) {
          const versions = new Map<string, number>();
          for await (const page of source.pages(stream, positions.get(stream))) {
            if (signal.aborted) return;
            positions.set(stream, page.cursor);
            const news = page.records.filter((record) => seen.get(stream)?.get(record.id) !== record.changedAt);
            for (const record of page.records) versions.set(record.id, record.changedAt);
            yield followedPage(stream, news, page.cursor);
          }
          seen.set(stream, versions);
        }
        await pacing.pause(intervalMs, signal);
      }
    },
  };
}

const followedPage = (stream: string, records: readonly HistoryRecord[], cursor: string): FollowedPage => ({
  stream,
  records,
  cursor,
  partyIds: [...new Set(records.flatMap(partiesOf))],
  committedAt: records.length === 0 ? null : Math.min(...records.map(({ changedAt }) => changedAt)),
});
