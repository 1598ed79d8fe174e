import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { FollowedPage } from '@leadlight/workflows';
import { createCrmSource } from '../extract/crm-source.ts';
import { respondToQueries } from '../testing/composite.ts';
import {
  respondToDescribe,
  ordinaryObjects,
  queryResponse,
  type FixtureObjects,
} from '../testing/described-objects.ts';
import { startFixturePubSub, type FixtureSubscription, type FixturePubSub } from '../testing/fixture-pubsub.ts';
import {
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureResponse,
  type FixtureOrg,
} from '../testing/fixture-org.ts';
import { createFollower, type FollowerOptions } from './follower.ts';
import { createPoller, type PollerOptions } from './poller.ts';

let org: FixtureOrg | undefined;
let bus: FixturePubSub | undefined;
afterEach(async () => {
  bus?.close();
  await org?.close();
});

const [A, B, C] = ['00Q00000000000A', '00Q00000000000B', '00Q00000000000C'] as const;
const second = (nth: number) => new Date(1_800_000_000_000 + nth * 1_000).toISOString();
const NOW = Date.parse(second(100));

/** What one poll returns: the save times of leads by id, and the API usage. */
interface ScriptedPoll {
  readonly saved?: Readonly<Record<string, string>>;
  readonly usage?: string;
  readonly rejected?: FixtureResponse;
  /** Whether there are more changes than one page. */
  readonly more?: boolean;
}

interface PollOptions extends PollerOptions {
  readonly objects?: FixtureObjects;
  readonly cursors?: ReadonlyMap<string, string>;
}

const pollCursors = new Map(['Lead', 'Task', 'Event', 'CampaignMember'].map((name) => [`poll:${name}`, String(NOW)]));

async function polling(script: readonly ScriptedPoll[], options: PollOptions = {}) {
  const { objects, cursors = pollCursors, ...pollerOptions } = options;
  let polls = -1;
  const lead = (Id: string, SystemModstamp: string) => ({
    Id,
    SystemModstamp,
    CreatedDate: second(0),
    IsDeleted: false,
    IsConverted: false,
    Company: 'Acme',
  });
  org = await startFixtureOrg((request) => {
    const isPoll = request.body.includes(encodeURIComponent('SELECT Id, SystemModstamp FROM Lead'));
    if (isPoll) polls += 1;
    const { saved = {}, usage = 'api-usage=1/100000', rejected, more = false } = script[polls] ?? {};
    const headers = { date: new Date(NOW).toUTCString(), 'sforce-limit-info': usage };
    if (isPoll && rejected) return rejected;
    const response = respondToQueries(request, (soql) => {
      if (!/FROM Lead\b/.test(soql)) return { ...queryResponse([]), headers };
      const rows = Object.entries(saved).map(([id, savedAt]) => lead(id, savedAt));
      const requested = rows.filter(({ Id }) => !soql.includes('Id IN') || soql.includes(Id));
      const nextRecordsUrl = '/services/data/v68.0/query/01g-2000';
      return { ...queryResponse(requested, isPoll && more ? { done: false, nextRecordsUrl } : {}), headers };
    });
    return response ?? respondToDescribe(request, objects);
  });
  const connection = await org.connect();
  const timing = recordedTiming();
  const reported: string[] = [];
  const source = createCrmSource(connection, { timing });
  const poller = createPoller(connection, source, {
    timing,
    now: () => NOW,
    onRateChange: (sentence) => reported.push(sentence),
    ...pollerOptions,
  });
  const stop = new AbortController();
  const recordWait = timing.sleep.bind(timing);
  // Following stops while the poller waits for the poll after the last scripted one.
  timing.sleep = async (ms, signal) => {
    await recordWait(ms, signal);
    if (polls >= script.length - 1) stop.abort();
  };
  const pages: FollowedPage[] = [];
  for await (const page of poller.follow(cursors, stop.signal)) pages.push(page);
  // Without the query of the Task plan for whether there are e-mails at all.
  const isCounted = (text: string) => /FROM (Lead|Task|Event|CampaignMember)\b/.test(text.replaceAll('%20', ' '));
  const calls = org.requests.filter(({ body, query }) => isCounted(body + (query.get('q') ?? ''))).length;
  return { pages, waits: timing.waits, reported, calls, requests: org.requests, source };
}

const idsIn = (pages: readonly FollowedPage[]) => pages.map(({ records }) => records.map(({ id }) => id));

describe('createPoller', () => {
  it('makes one call for a poll without changes', async () => {
    const { pages, calls } = await polling([{}, {}, {}]);
    expect([pages, calls]).toEqual([[], 3]);
  });

  it('reads new changes completely and skips those of earlier polls', async () => {
    const { pages, calls } = await polling([
      { saved: { [A]: second(1), [B]: second(2) } },
      { saved: { [A]: second(3), [B]: second(2) } },
      { saved: { [A]: second(3), [B]: second(2) } },
    ]);
    expect(idsIn(pages)).toEqual([[A, B], [A]]);
    expect(pages[0]).toMatchObject({
      stream: 'poll:Lead',
      cursor: String(NOW),
      partyIds: [A, B],
      committedAt: Date.parse(second(1)),
      records: [{ kind: 'lead', fields: { Company: 'Acme' } }, {}],
    });
    expect(pages.some((page) => 'gap' in page)).toBe(false);
    expect(calls).toBe(5);
  });

  it('reads a record again that was saved in the second of the poll', async () => {
    const now = new Date(NOW).toISOString();
    const { pages } = await polling([{ saved: { [A]: now, [B]: second(1) } }, { saved: { [A]: now, [B]: second(1) } }]);
    expect(idsIn(pages)).toEqual([[A, B], [A]]);
  });

  it('goes back a quarter of an hour before the previous poll', async () => {
    const { requests } = await polling([{}]);
    const poll = requests.find(({ path }) => path === '/composite')!.body;
    expect(decodeURIComponent(poll)).toContain(`SystemModstamp >= ${new Date(NOW - 15 * 60_000).toISOString()}`);
  });

  it('requests one sync for all objects without a cursor', async () => {
    const { pages } = await polling([{ saved: { [A]: second(1) } }, {}], { cursors: new Map() });
    expect(pages.map(({ stream, gap }) => [stream, gap])).toEqual([
      [
        'poll:Lead',
        expect.stringMatching(/^Lead is followed from now on; Task .*CampaignMember is followed from now on$/),
      ],
      ['poll:Task', undefined],
      ['poll:Event', undefined],
      ['poll:CampaignMember', undefined],
    ]);
  });

  it('leaves more than one page of changes to a sync', async () => {
    const { pages } = await polling([{ saved: { [A]: second(1) }, more: true }, { saved: { [C]: second(2) } }]);
    expect(pages[0]).toMatchObject({ records: [], gap: 'Lead had more changes than one poll returns' });
    expect(idsIn(pages)).toEqual([[], [C]]);
  });

  it('leaves what was saved before such a gap to the sync, so that one load of data requests one sync', async () => {
    const { requests, pages } = await polling([{ more: true }, { saved: { [C]: second(99) } }, {}]);
    expect(pages.map(({ gap }) => gap !== undefined)).toEqual([true, false]);
    const polls = requests.filter(({ body }) =>
      body.includes(encodeURIComponent('SELECT Id, SystemModstamp FROM Lead')),
    );
    const sinceOf = (object: string) =>
      polls.map(({ body }) =>
        Date.parse(decodeURIComponent(body).match(`FROM ${object} WHERE SystemModstamp >= ([^ "]+)`)?.[1] ?? ''),
      );
    expect(sinceOf('Lead')).toEqual([NOW - 15 * 60_000, NOW - 2_000, NOW - 2_000]);
    expect(sinceOf('Task')).toEqual(Array(3).fill(NOW - 15 * 60_000));
  });

  it('does not poll an object that the user may not read', async () => {
    const { Task: _task, ...objects } = ordinaryObjects;
    const { requests, pages } = await polling([{ saved: { [A]: second(1) } }], { objects });
    expect(idsIn(pages)).toEqual([[A]]);
    expect(requests.filter(({ path }) => path === '/composite').every(({ body }) => !body.includes('Task'))).toBe(true);
  });
});

describe('createPoller with an API budget', () => {
  it('delays changes below the reserve and reads them once calls are available', async () => {
    const short = { usage: 'api-usage=14000/15000' };
    const { pages, waits, calls } = await polling([
      { ...short, saved: { [A]: second(1) } },
      { ...short, saved: { [A]: second(1) } },
      { ...short, saved: { [A]: second(1) } },
      { usage: 'api-usage=20/15000', saved: { [A]: second(1) } },
    ]);
    expect(idsIn(pages)).toEqual([[A]]);
    expect(waits.slice(0, 3)).toEqual([30_000, 60_000, 120_000]);
    expect(waits[3]).toBeLessThan(60_000);
    expect(calls).toBe(5);
  });

  it('waits when no calls are left, and misses nothing', async () => {
    const { pages } = await polling([
      { rejected: errorResponse(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.') },
      { saved: { [A]: second(1) } },
    ]);
    expect(idsIn(pages)).toEqual([[A]]);
  });

  it('reports the interval once, and again when it is much longer', async () => {
    const plenty = { usage: 'api-usage=20/15000' };
    const { reported } = await polling([plenty, plenty, { usage: 'api-usage=13000/15000' }], { share: 0.5 });
    expect(reported).toEqual([
      expect.stringMatching(/^The org is polled every 2\d s: about 7,\d+ of its 15,000 API calls a day\.$/),
      expect.stringMatching(/^The org is polled every 5 minutes/),
    ]);
  });
});

/** Stored replay ids, without which each topic would start with a gap. */
const eventCursors = new Map(
  ['Lead', 'Task', 'Event', 'CampaignMember'].map((name) => [`follow:${name}`, 'AAAAAAAAAAE=']),
);

async function startFollower(onSubscribe: (call: FixtureSubscription) => void, options: FollowerOptions) {
  org = await startFixtureOrg(
    (request) => respondToQueries(request, () => queryResponse([])) ?? respondToDescribe(request),
  );
  bus = await startFixturePubSub(onSubscribe);
  const connection = await org.connect();
  const timing = recordedTiming();
  const source = createCrmSource(connection, { timing });
  return createFollower(connection, source, { endpoint: bus.endpoint, timing, ...options });
}

async function first(pages: AsyncIterable<FollowedPage>, stop: AbortController): Promise<FollowedPage | undefined> {
  let firstPage: FollowedPage | undefined;
  for await (const page of pages) {
    firstPage ??= page;
    stop.abort();
  }
  return firstPage;
}

describe('createFollower', () => {
  it('polls an org without change events, and reports it', async () => {
    const reported: string[] = [];
    const reject = (call: FixtureSubscription) => call.fail(status.PERMISSION_DENIED, 'not enabled');
    const follower = await startFollower(reject, { onPolling: (reason) => reported.push(reason) });
    const stop = new AbortController();
    expect(await first(follower.follow(eventCursors, stop.signal), stop)).toMatchObject({
      stream: 'poll:Lead',
      records: [],
    });
    expect(reported).toEqual([expect.stringContaining('Change Data Capture')]);
  });

  it('tries change events again after a while, and continues where they were', async () => {
    const isFirst = () => bus!.calls.length <= 4;
    const onSubscribe = (call: FixtureSubscription) =>
      isFirst() ? call.fail(status.PERMISSION_DENIED, 'not yet') : call.keepAlive(9);
    const reported: string[] = [];
    const follower = await startFollower(onSubscribe, {
      retryEventsMs: 1,
      onPolling: (reason) => reported.push(reason),
    });
    const stop = new AbortController();
    for await (const page of follower.follow(eventCursors, stop.signal)) {
      if (page.stream.startsWith('follow:')) stop.abort();
    }
    expect(reported.length).toBeGreaterThan(0);
    expect(bus!.calls.at(-1)?.start.replayPreset).toBe('CUSTOM');
  });
});
