import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CrmPage, FollowedPage } from '@leadlight/workflows';
import { expectObject, expectText } from './connection/json.ts';
import { connectSalesforce } from './connection/connect.ts';
import type { SalesforceConnection } from './connection/salesforce-connection.ts';
import { createCrmSource, type CrmSourceOptions } from './extract/crm-source.ts';
import { createFollower } from './follow/follower.ts';
import { followedObjects, followStreamOf } from './follow/followed-objects.ts';
import { countAll, queryRows } from './query/query.ts';
import { soqlString } from './query/soql.ts';
import { recordedTiming } from './testing/fixture-org.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';
import { createScoreWriter } from './write/score-writer.ts';
import { inMemoryWriteClaim } from './testing/write-claim.ts';
import { collect, recordIds } from './testing/collect.ts';
import { scoreUpdate } from './testing/score-update.ts';

let org: SandboxOrg;
/** For requests of the test itself, separate from the connection under test. */
let aside: SalesforceConnection;

beforeAll(async () => {
  org = await startSandboxOrg(60, '--faults');
  aside = await org.connect();
});
afterAll(() => org?.close());
afterEach(() => org.control('DELETE', '/faults'));

const fault = (body: object) => org.control('POST', '/faults', body);
const connectWithoutWaiting = () => connectSalesforce({ ...org.options, timing: recordedTiming() });
const sortedIds = (pages: readonly CrmPage[]) => recordIds(pages).sort();
const sourceOf = async (options: CrmSourceOptions = {}) => createCrmSource(await connectWithoutWaiting(), options);

/** A change by somebody else: without the client name that marks our own changes. */
async function asSomebodyElse(method: 'POST' | 'PATCH', path: string, body: object): Promise<string> {
  const { accessToken, instanceUrl } = await aside.session();
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const response = await fetch(`${instanceUrl}/services/data/v68.0${path}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return method === 'POST' ? expectText(expectObject(await response.json(), path), 'id', path) : '';
}

const createLead = (fields: object = {}) =>
  asSomebodyElse('POST', '/sobjects/Lead', { LastName: 'Test', Company: 'Test', ...fields });

describe('libs/salesforce with faults of the sandbox org', () => {
  describe('reading', () => {
    const passing: readonly (readonly [string, object])[] = [
      ['a session that ended', { kind: 'session_expired', path: '/jobs/query' }],
      ['a busy org', { kind: 'unavailable', times: 3, path: '/services/data' }],
      ['a limit of requests', { kind: 'too_many_requests', times: 2, path: '/services/data' }],
      ['a response that never comes', { kind: 'cut', times: 2, path: '/results' }],
      ['a response that is cut short', { kind: 'cut', times: 2, bytes: 700, path: '/results' }],
    ];

    it.each(passing)('survives %s', async (_, body) => {
      const options = { bulkThreshold: 0, bulkPageValues: 200, timing: recordedTiming() };
      const whole = sortedIds(await collect(createCrmSource(aside).pages('Event', undefined)));
      await fault(body);
      expect(sortedIds(await collect((await sourceOf(options)).pages('Event', undefined)))).toEqual(whole);
    });
  });

  it('reports a used-up API limit and keeps the cursor', async () => {
    const source = await sourceOf();
    const cursor = (await collect(source.pages('Lead', undefined))).at(-1)!.cursor;
    const added = await createLead();
    await fault({ kind: 'request_limit', path: '/queryAll' });
    await expect(collect(source.pages('Lead', cursor))).rejects.toMatchObject({ code: 'api_limit_exceeded' });
    expect(sortedIds(await collect(source.pages('Lead', cursor)))).toContain(added);
  });

  it('reads a record that becomes visible after later ones', async () => {
    const source = await sourceOf();
    await fault({ kind: 'late_visible', object: 'Lead', delayMs: 1_500 });
    const late = await createLead({ Company: 'Late' });
    const early = await createLead({ Company: 'Early' });
    const first = await collect(source.pages('Lead', undefined));
    expect(sortedIds(first)).toContain(early);
    expect(sortedIds(first)).not.toContain(late);
    await expect.poll(() => countAll(aside, 'Lead', [`Id = ${soqlString(late)}`]), { timeout: 10_000 }).toBe(1);
    expect(sortedIds(await collect(source.pages('Lead', first.at(-1)!.cursor)))).toContain(late);
  });

  describe('columns', () => {
    it('fills in an added column for every lead and leaves out a removed one', async () => {
      const before = await collect((await sourceOf()).pages('Lead', undefined));
      await org.control('POST', '/fields', { object: 'Lead', name: 'Region__c', type: 'string' });
      const [lead] = sortedIds(before);
      await aside.request({ method: 'PATCH', path: `/sobjects/Lead/${lead}`, body: { Region__c: 'North' } });
      const wider = await collect((await sourceOf()).pages('Lead', before.at(-1)!.cursor));
      expect(sortedIds(wider)).toEqual(sortedIds(before));
      const filled = wider.flatMap(({ records }) => records).find(({ id }) => id === lead);
      expect(filled).toMatchObject({ fields: { Region__c: 'North' } });

      await org.control('DELETE', '/fields/Lead/Region__c');
      await aside.request({ method: 'PATCH', path: `/sobjects/Lead/${lead}`, body: { Company: 'Narrower' } });
      const narrower = await collect((await sourceOf()).pages('Lead', wider.at(-1)!.cursor));
      const left = narrower.flatMap(({ records }) => records).find(({ id }) => id === lead);
      expect(left).toMatchObject({ fields: { Company: 'Narrower' } });
      expect(left).not.toHaveProperty('fields.Region__c');
    });

    it.each([
      ['query', { bulkThreshold: Infinity }],
      ['bulk', { bulkThreshold: 0 }],
    ])('leaves out and reports a column that disappears between describe and reading by %s', async (_, options) => {
      await org.control('POST', '/fields', { object: 'Lead', name: 'Passing__c', type: 'string' });
      const source = await sourceOf(options);
      // The source describes the org now; the field is deleted before it reads.
      await source.readByIds('Lead', [await createLead()]);
      await org.control('DELETE', '/fields/Lead/Passing__c');
      expect(sortedIds(await collect(source.pages('Lead', undefined)))).toHaveLength(await countAll(aside, 'Lead', []));
      expect(source.degradations()).toMatchObject([{ stream: 'Lead', what: expect.stringContaining('disappeared') }]);
    });
  });

  describe('writing', () => {
    it.each([
      ['collections', Infinity],
      ['a job', 1],
    ])('retries locked rows, by %s', async (_, bulkThreshold) => {
      const leads = [await createLead(), await createLead(), await createLead()];
      await fault({ kind: 'row_lock', times: 2, object: 'Lead', ids: [leads[1]] });
      const writer = createScoreWriter(await connectWithoutWaiting(), { bulkThreshold, timing: recordedTiming() });
      const outcomes = await writer.writeScores(
        leads.map((lead) => scoreUpdate(lead)),
        inMemoryWriteClaim(),
      );
      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['written', 'written', 'written']);
      const ids = leads.map(soqlString).join();
      expect(await queryRows(aside, `SELECT Leadlight_Score__c FROM Lead WHERE Id IN (${ids})`)).toEqual(
        leads.map(() => ({ Leadlight_Score__c: 87 })),
      );
      expect(
        await queryRows(aside, `SELECT Id FROM Leadlight_Score_History__c WHERE Lead__c IN (${ids})`),
      ).toHaveLength(3);
    });

    it('writes neither a second value nor a second row when the response is lost', async () => {
      const lead = await createLead();
      await fault({ kind: 'cut', times: 2, path: '/composite/sobjects' });
      const writer = createScoreWriter(await connectWithoutWaiting(), { timing: recordedTiming() });
      expect(await writer.writeScores([scoreUpdate(lead)], inMemoryWriteClaim())).toEqual([
        { leadId: lead, outcome: 'written' },
      ]);
      const rows = await queryRows(
        aside,
        `SELECT Id FROM Leadlight_Score_History__c WHERE Lead__c = ${soqlString(lead)}`,
      );
      expect(rows).toHaveLength(1);
    });

    it('stops at the reserve of the budget and continues when calls are available', async () => {
      const lead = await createLead();
      const connection = await connectWithoutWaiting();
      const writer = createScoreWriter(connection, { apiBudgetReserve: 0.1 });
      await org.control('POST', '/usage', { used: 95_000 });
      await countAll(connection, 'Lead', []);
      await expect(writer.writeScores([scoreUpdate(lead)], inMemoryWriteClaim())).rejects.toMatchObject({
        code: 'api_budget_reserve',
      });
      await org.control('POST', '/usage', { used: 10 });
      await countAll(connection, 'Lead', []);
      expect(await writer.writeScores([scoreUpdate(lead)], inMemoryWriteClaim())).toMatchObject([
        { outcome: 'written' },
      ]);
    });
  });

  describe('following', () => {
    /** Follows from now on; `next` returns the next page that matches. */
    async function following(cursors: ReadonlyMap<string, string> = new Map()) {
      const connection = await connectWithoutWaiting();
      const source = createCrmSource(connection);
      const stop = new AbortController();
      const follower = createFollower(connection, source, { endpoint: org.pubSub, batchWindowMs: 20 });
      const pages = follower.follow(cursors, stop.signal)[Symbol.asyncIterator]();
      const positions = new Map(cursors);
      const next = async (isWanted: (page: FollowedPage) => boolean): Promise<FollowedPage> => {
        for (;;) {
          const { value, done } = await pages.next();
          if (done) throw new Error('Following ended.');
          positions.set(value.stream, value.cursor);
          if (isWanted(value)) return value;
        }
      };
      const end = async () => {
        stop.abort();
        await pages.next();
      };
      return { next, end, positions };
    }

    const ofLead = (id: string) => (page: FollowedPage) => page.partyIds.includes(id);

    /** Waits until every topic is followed, so that later changes are seen. */
    async function begun() {
      const follow = await following();
      while (!followedObjects.every((object) => follow.positions.has(followStreamOf(object)))) {
        await follow.next(() => true);
      }
      const lead = await createLead();
      await follow.next(ofLead(lead));
      return follow;
    }

    it('delivers a change by somebody else within five seconds, and a task with its lead', async () => {
      const follow = await begun();
      const lead = await createLead({ Company: 'Followed, "quoted"' });
      const page = await follow.next(ofLead(lead));
      expect(page.records).toContainEqual(expect.objectContaining({ id: lead, kind: 'lead' }));
      expect(Date.now() - page.committedAt!).toBeLessThan(5_000);
      const body = { WhoId: lead, Subject: 'Call', TaskSubtype: 'Call', Status: 'Completed', OwnerId: aside.userId };
      await asSomebodyElse('POST', '/sobjects/Task', body);
      const tasks = await follow.next((each) => each.stream === 'follow:Task' && each.records.length > 0);
      expect(tasks).toMatchObject({ partyIds: [lead], records: [{ activityKind: 'call' }] });
      await follow.end();
    });

    it('skips our own write-back', async () => {
      const follow = await begun();
      const lead = await createLead();
      await follow.next(ofLead(lead));
      await createScoreWriter(aside).writeScores([scoreUpdate(lead)], inMemoryWriteClaim());
      const after = await createLead();
      const seen: string[] = [];
      await follow.next((page) => {
        seen.push(...page.partyIds);
        return page.partyIds.includes(after);
      });
      expect(seen).toEqual([after]);
      await follow.end();
    });

    it('resumes after a pause without missing a change', async () => {
      const before = await begun();
      await before.end();
      const lead = await createLead({ Company: 'Meanwhile' });
      const after = await following(before.positions);
      expect((await after.next(ofLead(lead))).gap).toBeUndefined();
      await after.end();
    });

    it.each([
      ['an expired replay id', { kind: 'expired_replay_id' }, 'no longer keeps'],
      ['an overflow', { kind: 'event_overflow', object: 'Lead' }, 'Lead had more changes than the org can send'],
    ])('requests a sync after %s', async (_, body, words) => {
      const before = await begun();
      await before.end();
      await fault(body);
      await createLead();
      const onLead = new Map([['follow:Lead', before.positions.get('follow:Lead')!]]);
      const after = await following(onLead);
      const page = await after.next(({ gap, stream }) => gap !== undefined && stream === 'follow:Lead');
      expect(page.gap).toContain(words);
      await after.end();
    });
  });
});
