import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { FollowedPage } from '@leadlight/workflows';
import { createCrmSource } from '../extract/crm-source.ts';
import {
  replayIdOf,
  startFixturePubSub,
  type FixtureSubscription,
  type FixturePubSub,
} from '../testing/fixture-pubsub.ts';
import { respondToQueries } from '../testing/composite.ts';
import { respondToDescribe, queryResponse } from '../testing/described-objects.ts';
import { recordedTiming, startFixtureOrg, type FixtureResponse, type FixtureOrg } from '../testing/fixture-org.ts';
import { createEventFollower } from './event-follower.ts';

let org: FixtureOrg | undefined;
let bus: FixturePubSub | undefined;
let revoked = false;
afterEach(async () => {
  bus?.close();
  await org?.close();
});

const LEAD = '00Q000000000001AAA';
const TASK = '00T000000000001AAA';
const audit = { IsDeleted: false, CreatedDate: '2026-01-01T00:00:00Z', SystemModstamp: '2026-01-02T00:00:00Z' };
const rows: Readonly<Record<string, readonly object[]>> = {
  Lead: [{ ...audit, Id: LEAD, IsConverted: false, Company: 'Acme' }],
  Task: [
    { ...audit, Id: '00T000000000002AAA', WhoId: LEAD, TaskSubtype: 'Call' },
    { ...audit, Id: TASK, WhoId: '003000000000001AAA', TaskSubtype: 'Email' },
  ],
  EmailMessage: [
    { ...audit, Id: '02s000000000001AAA', ActivityId: TASK, Activity: { WhoId: '003000000000001AAA' }, Incoming: true },
  ],
};

/** All four topics were followed up to event 7, so that following starts without a gap. */
const storedCursors = new Map(
  ['Lead', 'Task', 'Event', 'CampaignMember'].map((name) => [`follow:${name}`, replayIdOf(7).toString('base64')]),
);

async function following(
  onCall: (call: FixtureSubscription) => void,
  cursors: ReadonlyMap<string, string> = storedCursors,
  extra: Pick<FixtureResponse, 'headers'> = {},
) {
  revoked = false;
  org = await startFixtureOrg((request) => {
    if (revoked && request.path === '/services/oauth2/token') return { status: 400, body: { error: 'invalid_client' } };
    const rowsOf = (soql: string) => ({ ...queryResponse(rows[/FROM (\w+)/.exec(soql)?.[1] ?? ''] ?? []), ...extra });
    const response = respondToQueries(request, rowsOf) ?? respondToDescribe(request);
    return response && { ...response, ...extra };
  });
  bus = await startFixturePubSub(onCall);
  const connection = await org.connect();
  const timing = recordedTiming();
  const source = createCrmSource(connection);
  // The response says how many calls are left.
  await source.canRead('Lead');
  const reported: string[] = [];
  const onRateChange = (sentence: string) => void reported.push(sentence);
  const follower = createEventFollower(connection, source, {
    endpoint: bus.endpoint,
    timing,
    onRateChange: onRateChange,
  });
  const stop = new AbortController();
  return { pages: follower.follow(cursors, stop.signal), stop, follower, reported, waits: timing.waits };
}

/** The first `count` pages, then stops following. */
async function first(count: number, { pages, stop }: Awaited<ReturnType<typeof following>>): Promise<FollowedPage[]> {
  const collected: FollowedPage[] = [];
  for await (const page of pages) {
    collected.push(page);
    if (collected.length >= count) stop.abort();
  }
  return collected;
}

const onTopic = (object: string, onCall: (call: FixtureSubscription, nth: number) => void) => {
  let nth = 0;
  return (call: FixtureSubscription) => {
    if (call.topic === `/data/${object}ChangeEvent`) onCall(call, (nth += 1));
  };
};

describe('createEventFollower', () => {
  it('reads a changed lead from the org and yields it with its replay id', async () => {
    const onCall = onTopic('Lead', (call) => call.send(8, { ids: [LEAD], at: 1_000 }, { ids: [LEAD], at: 2_000 }));
    const [page] = await first(1, await following(onCall));
    expect(page).toMatchObject({
      stream: 'follow:Lead',
      cursor: replayIdOf(9).toString('base64'),
      partyIds: [LEAD],
      committedAt: 1_000,
      records: [{ kind: 'lead', id: LEAD, fields: { Company: 'Acme' } }],
    });
    expect(page).not.toHaveProperty('gap');
  });

  it('collects changes for longer when the org has few calls left, and reports it', async () => {
    const short = { headers: { 'sforce-limit-info': 'api-usage=14000/15000' } };
    const onCall = onTopic('Lead', (call) => call.send(8, { ids: [LEAD] }));
    const followed = await following(onCall, storedCursors, short);
    await first(1, followed);
    expect(followed.waits).toContain(30_000);
    expect(followed.reported).toEqual([expect.stringMatching(/they are collected for 30 s at a time/)]);
  });

  it('continues after the stored replay id, with the session of this org', async () => {
    await first(1, await following(onTopic('Lead', (call) => call.send(8, { ids: [LEAD] }))));
    const call = bus!.calls.find(({ topic }) => topic === '/data/LeadChangeEvent');
    expect(call).toMatchObject({ start: { replayPreset: 'CUSTOM', replayId: replayIdOf(7) }, token: 'token-1' });
  });

  it('reads the e-mail of a task, which concerns the contact that the lead became', async () => {
    const [page] = await first(1, await following(onTopic('Task', (call) => call.send(8, { ids: [TASK] }))));
    expect(page?.records).toMatchObject([
      { activityKind: 'call', deleted: false },
      { activityKind: 'email', deleted: true, id: TASK },
      { activityKind: 'email', deleted: false, incoming: true },
    ]);
    expect(page?.partyIds).toEqual([LEAD, '003000000000001AAA']);
  });

  it('skips own changes but advances the cursor', async () => {
    const onCall = onTopic('Lead', (call) =>
      call.send(8, { ids: [LEAD], origin: 'com/salesforce/api/rest/68.0;client=leadlight' }),
    );
    const [page] = await first(1, await following(onCall));
    expect(page).toMatchObject({
      records: [],
      partyIds: [],
      committedAt: null,
      cursor: replayIdOf(8).toString('base64'),
    });
    expect(org!.requests.filter(({ path }) => path === '/queryAll')).toEqual([]);
  });

  it('includes changes by others, whatever client they used', async () => {
    const onCall = onTopic('Lead', (call) =>
      call.send(8, { ids: [LEAD], origin: 'com/salesforce/api/rest/68.0;client=leadlightly' }),
    );
    expect((await first(1, await following(onCall)))[0]?.partyIds).toEqual([LEAD]);
  });

  it('reads every record of a merged event', async () => {
    const ids = [LEAD, '00Q000000000002AAA'];
    await first(1, await following(onTopic('Lead', (call) => call.send(8, { ids }))));
    const soql = org!.requests.find(({ path }) => path === '/queryAll')?.query.get('q');
    expect(soql).toContain(`Id IN ('${ids[0]}','${ids[1]}')`);
  });

  describe('gaps', () => {
    it('reports a gap when a stream without a cursor starts now', async () => {
      const onCall = onTopic('Lead', () => undefined);
      const [page] = await first(
        1,
        await following(onCall, new Map([...storedCursors].filter(([stream]) => stream !== 'follow:Lead'))),
      );
      expect(page).toMatchObject({
        stream: 'follow:Lead',
        records: [],
        gap: '/data/LeadChangeEvent is followed from now on',
      });
    });

    it('reports the gap again when a stream is cut before its first replay id', async () => {
      const called = Promise.withResolvers<FixtureSubscription>();
      const onCall = onTopic('Lead', called.resolve);
      const { pages, stop } = await following(
        onCall,
        new Map([...storedCursors].filter(([stream]) => stream !== 'follow:Lead')),
      );
      const collected: FollowedPage[] = [];
      for await (const page of pages) {
        if (collected.push(page) === 2) stop.abort();
        else (await called.promise).fail(status.UNAVAILABLE, 'going away');
      }
      const start = { cursor: '', gap: '/data/LeadChangeEvent is followed from now on' };
      expect(collected).toMatchObject([start, start]);
    });

    it('reports a gap and starts from now when the org no longer keeps the replay id', async () => {
      const onCall = onTopic('Lead', (call, nth) =>
        nth === 1
          ? call.fail(
              status.INVALID_ARGUMENT,
              'The Replay ID validation failed: sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed',
            )
          : call.send(50, { ids: [LEAD] }),
      );
      const pages = await first(2, await following(onCall));
      expect(pages[0]).toMatchObject({ cursor: '', gap: expect.stringContaining('no longer keeps') });
      expect(pages[1]).toMatchObject({ cursor: replayIdOf(50).toString('base64'), partyIds: [LEAD] });
      expect(bus!.calls.filter(({ topic }) => topic.includes('Lead'))[1]?.start.replayPreset).toBe('LATEST');
    });

    it('reads the records of a gap event without requesting a sync', async () => {
      const onCall = onTopic('Lead', (call) => call.send(8, { ids: [LEAD], changeType: 'GAP_UPDATE' }));
      const [page] = await first(1, await following(onCall));
      expect(page?.records).toHaveLength(1);
      expect(page).not.toHaveProperty('gap');
    });

    it('reports a gap for an overflow, which names no records', async () => {
      const onCall = onTopic('Lead', (call) =>
        call.send(8, { ids: ['000000000000000AAA'], changeType: 'GAP_OVERFLOW' }),
      );
      expect((await first(1, await following(onCall)))[0]?.gap).toBe('Lead had more changes than the org can send');
    });

    it('reports a gap for an event that cannot be decoded, and skips it', async () => {
      const onCall = onTopic('Lead', (call) => call.send(8, { ids: [], malformed: true }));
      const [page] = await first(1, await following(onCall));
      expect(page).toMatchObject({
        cursor: replayIdOf(8).toString('base64'),
        gap: expect.stringContaining('cannot be decoded'),
      });
    });
  });

  describe('connections', () => {
    it('reopens a broken stream after the last event', async () => {
      const onCall = onTopic('Lead', (call, nth) => {
        if (nth > 1) return call.send(20, { ids: [LEAD] });
        call.send(8, { ids: [LEAD] });
        return call.fail(status.UNAVAILABLE, 'going away');
      });
      await first(2, await following(onCall));
      expect(bus!.calls.filter(({ topic }) => topic.includes('Lead'))[1]?.start.replayId).toEqual(replayIdOf(8));
    });

    it('renews an expired session', async () => {
      const onCall = onTopic('Lead', (call) =>
        call.token === 'token-1' ? call.fail(status.UNAUTHENTICATED, 'expired') : call.send(8, { ids: [LEAD] }),
      );
      expect((await first(1, await following(onCall)))[0]?.partyIds).toEqual([LEAD]);
    });

    it('reports rejected credentials when the session cannot be renewed', async () => {
      const onCall = onTopic('Lead', (call) => call.fail(status.UNAUTHENTICATED, 'expired'));
      const running = await following(onCall);
      revoked = true;
      await expect(first(1, running)).rejects.toMatchObject({ code: 'credentials_rejected' });
    });

    it.each([
      [status.NOT_FOUND, 'no such topic'],
      [status.PERMISSION_DENIED, 'no access'],
    ])('ends with a remedy where the org does not offer the events (%s)', async (code, words) => {
      const running = await following(onTopic('Event', (call) => call.fail(code, words)));
      await expect(first(1, running)).rejects.toMatchObject({
        code: 'change_events_unavailable',
        message: expect.stringContaining('Change Data Capture'),
        facts: { topic: '/data/EventChangeEvent' },
      });
    });

    it('ends when the stream stays broken, so that polling can take over', async () => {
      const onCall = onTopic('Lead', (call) => call.fail(status.UNAVAILABLE, 'away'));
      await expect(first(1, await following(onCall))).rejects.toMatchObject({ code: 'change_events_unavailable' });
      expect(bus!.calls.filter(({ topic }) => topic.includes('Lead'))).toHaveLength(8);
    });

    it('accepts plain http on this machine only', async () => {
      const { follower } = await following(() => undefined);
      expect(follower.streams).toHaveLength(4);
      const connection = await org!.connect();
      expect(() =>
        createEventFollower(connection, createCrmSource(connection), { endpoint: 'http://example.com:7443' }),
      ).toThrow(expect.objectContaining({ code: 'insecure_url' }));
    });
  });
});
