import { status } from '@grpc/grpc-js';
import { afterEach, expect, test } from 'vitest';
import type { CrmSource, FollowedPage, LeadRecord } from '@leadlight/workflows';
import { createCrmSource } from '../extract/crm-source.ts';
import { answerDescribe, queryAnswer } from '../testing/described.ts';
import { startFixtureBus, type Call, type FixtureBus } from '../testing/fixture-bus.ts';
import { noWaiting, startFixtureOrg, type FixtureOrg } from '../testing/fixture-org.ts';
import { createFollower, type FollowerOptions } from './follower.ts';
import { createPoller } from './poller.ts';

let org: FixtureOrg | undefined;
let bus: FixtureBus | undefined;
afterEach(async () => {
  bus?.close();
  await org?.close();
});

const lead = (id: string, changedAt: number): LeadRecord => ({
  kind: 'lead',
  id,
  changedAt,
  deleted: false,
  createdAt: 0,
  convertedAt: null,
  contactId: null,
  opportunityId: null,
  fields: {},
});

/** Each round of the one stream brings the next of these lists. */
const sourceOf = (
  ...rounds: readonly (readonly LeadRecord[])[]
): CrmSource & { readonly asked: (string | undefined)[] } => {
  const asked: (string | undefined)[] = [];
  return {
    asked,
    orgId: async () => 'org',
    describeLeadFields: async () => [],
    streams: ['Lead'],
    apiUsage: () => undefined,
    degradations: () => [],
    async *pages(stream, cursor) {
      asked.push(cursor);
      yield { stream, records: rounds[asked.length - 1] ?? [], cursor: String(asked.length) };
    },
  };
};

async function first(
  count: number,
  pages: AsyncIterable<FollowedPage>,
  stop: AbortController,
): Promise<FollowedPage[]> {
  const taken: FollowedPage[] = [];
  for await (const page of pages) {
    taken.push(page);
    if (taken.length >= count) stop.abort();
  }
  return taken;
}

test('each round goes on from the last, and what the overlap repeats is passed over', async () => {
  const source = sourceOf([lead('a', 1), lead('b', 2)], [lead('b', 2), lead('a', 3)], [lead('a', 3)]);
  const stop = new AbortController();
  const pacing = noWaiting();
  const following = createPoller(source, { pacing, intervalMs: 30_000 }).follow(
    new Map([['Lead', 'stored']]),
    stop.signal,
  );
  const pages = await first(3, following, stop);
  expect(source.asked).toEqual(['stored', '1', '2']);
  expect(pages.map(({ partyIds }) => partyIds)).toEqual([['a', 'b'], ['a'], []]);
  expect(pages.map(({ committedAt }) => committedAt)).toEqual([1, 3, null]);
  expect(new Set(pacing.waits)).toEqual(new Set([30_000]));
});

test('below the floor of API calls rounds are passed over, but for one in a while that asks how many are left', async () => {
  const used = [100, 950, 950, 100];
  const source: ReturnType<typeof sourceOf> = {
    ...sourceOf(),
    apiUsage: () => ({ used: used[source.asked.length] ?? 0, limit: 1_000 }),
  };
  const stop = new AbortController();
  const pacing = noWaiting();
  const paused: number[] = [];
  for await (const page of createPoller(source, { pacing }).follow(new Map(), stop.signal)) {
    paused.push(pacing.waits.length);
    if (page.cursor === '4') stop.abort();
  }
  expect(paused).toEqual([0, 16, 32, 33]);
});

test('an org that is below the floor is not asked after following was stopped', async () => {
  const stop = new AbortController();
  const source = { ...sourceOf(), apiUsage: () => ({ used: 1_000, limit: 1_000 }) };
  const pacing = { ...noWaiting(), pause: async () => stop.abort() };
  expect(await first(1, createPoller(source, { pacing }).follow(new Map(), stop.signal), stop)).toEqual([]);
  expect(source.asked).toEqual([]);
});

/** Where each topic was followed to, so that no gap is told at the start. */
const known = new Map(['Lead', 'Task', 'Event', 'CampaignMember'].map((name) => [`follow:${name}`, 'AAAAAAAAAAE=']));

async function orgWithout(events: (call: Call) => void, more: FollowerOptions) {
  org = await startFixtureOrg((request) => (request.path === '/queryAll' ? queryAnswer([]) : answerDescribe(request)));
  bus = await startFixtureBus(events);
  const connection = await org.connect();
  const pacing = noWaiting();
  const source = createCrmSource(connection, { pacing });
  return createFollower(connection, source, { endpoint: bus.endpoint, pacing, ...more });
}

test('an org without change events is polled instead, and that is said', async () => {
  const said: string[] = [];
  const refuse = (call: Call) => call.fail(status.PERMISSION_DENIED, 'not enabled');
  const follower = await orgWithout(refuse, { onPolling: (reason) => said.push(reason) });
  const stop = new AbortController();
  const [page] = await first(1, follower.follow(known, stop.signal), stop);
  expect(page).toMatchObject({ stream: 'Lead', records: [] });
  expect(said).toEqual([expect.stringContaining('Change Data Capture')]);
});

test('change events are tried again after a while, and go on where they stood', async () => {
  const isFirst = () => bus!.calls.length <= 4;
  const answer = (call: Call) => (isFirst() ? call.fail(status.PERMISSION_DENIED, 'not yet') : call.keepAlive(9));
  const said: string[] = [];
  const follower = await orgWithout(answer, { retryEventsMs: 1, onPolling: (reason) => said.push(reason) });
  const stop = new AbortController();
  for await (const page of follower.follow(known, stop.signal)) {
    if (page.stream.startsWith('follow:')) stop.abort();
  }
  expect(said.length).toBeGreaterThan(0);
  expect(bus!.calls.at(-1)?.start.replayPreset).toBe('CUSTOM');
});
