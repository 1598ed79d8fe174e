import { afterEach, describe, expect, it } from 'vitest';
import type { FollowedPage } from '@leadlight/workflows';
import { createCrmSource } from '../extract/crm-source.ts';
import { respondToDescribe, queryResponse } from '../testing/described-objects.ts';
import {
  replayIdOf,
  startFixturePubSub,
  type FixtureSubscription,
  type FixturePubSub,
} from '../testing/fixture-pubsub.ts';
import { recordedTiming, startFixtureOrg, type FixtureOrg } from '../testing/fixture-org.ts';
import { createEventFollower } from './event-follower.ts';

let org: FixtureOrg | undefined;
let bus: FixturePubSub | undefined;
afterEach(async () => {
  bus?.close();
  await org?.close();
});

/**
 * The other topics are silent throughout, and a topic that has fallen silent five times counts as unavailable: so long may the
 * first page take on a busy machine.
 */
const SILENCE_MS = 1_000;
const LEAD = '00Q000000000001AAA';
const storedCursors = new Map(
  ['Lead', 'Task', 'Event', 'CampaignMember'].map((name) => [`follow:${name}`, replayIdOf(7).toString('base64')]),
);

/** The first page from a server that leaves requests without a response. */
async function firstPage(
  onLeads: (call: FixtureSubscription, nth: number) => void,
  unanswered = 0,
): Promise<FollowedPage> {
  org = await startFixtureOrg((request) =>
    request.path === '/queryAll' ? queryResponse([]) : respondToDescribe(request),
  );
  let nth = 0;
  bus = await startFixturePubSub((call) => {
    if (call.topic === '/data/LeadChangeEvent') onLeads(call, (nth += 1));
  }, unanswered);
  const connection = await org.connect();
  const stop = new AbortController();
  const options = {
    endpoint: bus.endpoint,
    timing: recordedTiming(),
    timeouts: { callMs: 100, silenceMs: SILENCE_MS },
  };
  const follower = createEventFollower(connection, createCrmSource(connection), options);
  for await (const page of follower.follow(storedCursors, stop.signal)) {
    stop.abort();
    return page;
  }
  throw new Error('Following ended without a page.');
}

const eventEight = (call: FixtureSubscription) => call.send(8, { ids: [LEAD] });

describe('subscribe', () => {
  it('reopens a silent stream where it was', async () => {
    const page = await firstPage((call, nth) => nth >= 2 && eventEight(call));
    expect(page.cursor).toBe(replayIdOf(8).toString('base64'));
    const leads = bus!.calls.filter(({ topic }) => topic === '/data/LeadChangeEvent');
    // A busy machine may let the second stream fall silent as well.
    expect(leads.slice(0, 2).map(({ start }) => start.replayId)).toEqual([replayIdOf(7), replayIdOf(7)]);
  });

  it('requests a schema again after a timeout', async () => {
    const page = await firstPage(eventEight, 1);
    expect(page.cursor).toBe(replayIdOf(8).toString('base64'));
  });

  it('sends the user agent over gRPC and HTTP', async () => {
    await firstPage(eventEight);
    expect(bus!.calls.map(({ userAgent }) => userAgent)).toContainEqual(expect.stringMatching(/^leadlight\//));
    expect(org!.requests.every(({ headers }) => headers['user-agent']?.startsWith('leadlight/'))).toBe(true);
  });
});
