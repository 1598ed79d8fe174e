import { afterEach, describe, expect, it } from 'vitest';
import { respondToDescribe, countResponse, ordinaryObjects, queryResponse } from '../testing/described-objects.ts';
import {
  recordedTiming,
  errorResponse,
  startFixtureOrg,
  type FixtureOrg,
  type FixtureHandler,
} from '../testing/fixture-org.ts';
import { createCrmSource, type CrmSourceOptions } from './crm-source.ts';
import { collect, recordIds } from '../testing/collect.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const NOW = Date.parse('2026-11-22T12:00:00Z');
const date = (at: number) => ({ date: new Date(at).toUTCString() });

async function sourceOf(handler: FixtureHandler, options: CrmSourceOptions = {}, objects = ordinaryObjects) {
  org = await startFixtureOrg((request) => handler(request) ?? respondToDescribe(request, objects));
  const connection = await org.connect();
  return createCrmSource(connection, { timing: recordedTiming(), now: () => NOW, ...options });
}

const soqlSent = () => org!.requests.flatMap(({ query }) => query.get('q') ?? []);

const leadRow = (id: string, at = '2026-01-01T00:00:00.000+0000') => ({
  Id: id,
  IsDeleted: false,
  CreatedDate: '2026-01-01T00:00:00.000+0000',
  SystemModstamp: at,
  IsConverted: false,
  Company: 'Acme',
});

const isCount = (soql: string | null) => soql?.startsWith('SELECT COUNT()') === true;

describe('createCrmSource', () => {
  describe('pages by query', () => {
    it('store the org’s clock at the start of the pass as position, not the newest row', async () => {
      const source = await sourceOf(({ path, query }) => {
        if (path !== '/queryAll') return undefined;
        return isCount(query.get('q'))
          ? countResponse(1, date(NOW))
          : queryResponse([leadRow('00Q1', '2027-01-01T00:00:00.000+0000')]);
      });
      const [page] = await collect(source.pages('Lead', undefined));
      expect(JSON.parse(page!.cursor)).toMatchObject({ since: NOW, pass: null });
    });

    it('overlap with the previous pass, so that a row that becomes visible late is read', async () => {
      const source = await sourceOf(
        ({ path, query }) =>
          path !== '/queryAll' ? undefined : isCount(query.get('q')) ? countResponse(0, date(NOW)) : queryResponse([]),
        { overlapMs: 600_000 },
      );
      const [page] = await collect(source.pages('Lead', undefined));
      await collect(source.pages('Lead', page!.cursor));
      expect(soqlSent().at(-1)).toContain(
        'WHERE SystemModstamp >= 2026-11-22T11:50:00.000Z ORDER BY SystemModstamp, Id',
      );
    });

    it('take one call when little changed, without counting', async () => {
      const source = await sourceOf(({ path, query }) =>
        path !== '/queryAll'
          ? undefined
          : isCount(query.get('q'))
            ? countResponse(1, date(NOW))
            : { ...queryResponse([leadRow('00Q1')]), headers: date(NOW) },
      );
      const [page] = await collect(source.pages('Lead', undefined));
      const before = soqlSent().length;
      expect(recordIds(await collect(source.pages('Lead', page!.cursor)))).toEqual(['00Q1']);
      expect(soqlSent().length).toBe(before + 1);
    });

    it('are read by a job when much changed', async () => {
      const many = Array.from({ length: 2_000 }, (_, nth) => leadRow(`00Q${String(nth).padStart(12, '0')}`));
      const source = await sourceOf(({ path, query, method }) => {
        if (path === '/jobs/query' && method === 'POST') return { body: { id: 'job-1', state: 'UploadComplete' } };
        if (path === '/jobs/query/job-1' && method === 'GET')
          return { body: { id: 'job-1', state: 'JobComplete', numberRecordsProcessed: 0 } };
        if (path === '/jobs/query/job-1/results') return { body: 'Id\n', headers: { 'sforce-locator': 'null' } };
        if (path !== '/queryAll') return undefined;
        const isFirst = !query.get('q')!.includes('SystemModstamp >=');
        return isCount(query.get('q'))
          ? countResponse(isFirst ? 0 : 50_000, date(NOW))
          : queryResponse(isFirst ? [] : many);
      });
      const [page] = await collect(source.pages('Contact', undefined));
      const opened = () =>
        org!.requests.filter(({ path, method }) => path === '/jobs/query' && method === 'POST').length;
      for await (const later of source.pages('Contact', page!.cursor)) {
        expect(JSON.parse(later.cursor)).toMatchObject({ pass: { position: { kind: 'job', jobId: 'job-1' } } });
        break;
      }
      expect(opened()).toBe(1);
    });

    it('continue by id among history rows that share a timestamp', async () => {
      const at = '2026-01-01T00:00:00.000+0000';
      const rows = Array.from({ length: 2_001 }, (_, index) => ({
        Id: `017${String(index).padStart(12, '0')}`,
        LeadId: '00Q1',
        Field: 'LeadSource',
        OldValue: null,
        NewValue: 'Web',
        CreatedDate: at,
      }));
      const source = await sourceOf(({ path, query }) => {
        if (path !== '/queryAll') return undefined;
        const soql = query.get('q');
        if (isCount(soql)) return countResponse(2_001);
        const after = /Id > '(\w+)'/.exec(soql ?? '')?.[1];
        const rest = after === undefined ? rows : rows.filter(({ Id }) => Id > after);
        return queryResponse(rest.slice(0, 2_000));
      });
      expect(recordIds(await collect(source.pages('LeadHistory', undefined)))).toEqual(rows.map(({ Id }) => Id));
      expect(soqlSent().at(-1)).toContain(
        "WHERE CreatedDate >= 2026-01-01T00:00:00.000Z AND (CreatedDate > 2026-01-01T00:00:00.000Z OR Id > '017000000001999')",
      );
    });

    it('continue after a page that the org cuts short before the limit', async () => {
      const source = await sourceOf(({ path, query }) => {
        if (path !== '/queryAll') return undefined;
        if (isCount(query.get('q'))) return countResponse(2);
        return query.get('q')?.includes("Id > '00Q1'")
          ? queryResponse([leadRow('00Q2')])
          : queryResponse([leadRow('00Q1')], { done: false, nextRecordsUrl: '/services/data/v68.0/query/01g-2000' });
      });
      expect(recordIds(await collect(source.pages('Lead', undefined)))).toEqual(['00Q1', '00Q2']);
    });

    it('resume after the last stored page when a sync was killed', async () => {
      const source = await sourceOf(({ path, query }) => {
        if (path !== '/queryAll') return undefined;
        if (isCount(query.get('q'))) return countResponse(2, date(NOW));
        return query.get('q')?.includes("Id > '00Q1'")
          ? queryResponse([leadRow('00Q2')])
          : queryResponse([leadRow('00Q1')], { done: false, nextRecordsUrl: '/x' });
      });
      let stored = '';
      for await (const page of source.pages('Lead', undefined)) {
        stored = page.cursor;
        break;
      }
      const rest = await collect(source.pages('Lead', stored));
      expect(recordIds(rest)).toEqual(['00Q2']);
      expect(JSON.parse(rest.at(-1)!.cursor)).toMatchObject({ since: NOW, pass: null });
      expect(soqlSent().filter(isCount)).toHaveLength(1);
    });

    it('leave out and report a field that disappears between describe and query', async () => {
      let isGone = false;
      const source = await sourceOf((request) => {
        if (request.path === '/sobjects/Lead/describe') {
          const { LeadSource: _, ...rest } = ordinaryObjects.Lead!;
          return respondToDescribe(request, { Lead: isGone ? rest : ordinaryObjects.Lead! });
        }
        if (request.path !== '/queryAll') return undefined;
        const soql = request.query.get('q');
        if (isCount(soql)) return countResponse(1);
        if (!soql?.includes('LeadSource')) return queryResponse([leadRow('00Q1')]);
        isGone = true;
        return errorResponse(400, 'INVALID_FIELD', "No such column 'LeadSource' on entity 'Lead'.");
      });
      expect(recordIds(await collect(source.pages('Lead', undefined)))).toEqual(['00Q1']);
      expect(source.degradations().map(({ what }) => what)).toEqual([
        'LeadSource disappeared while it was read',
        'Lead.LeadSource is not readable and left out',
      ]);
    });
  });

  it('reads an added field of all leads again, and keeps the times of history', async () => {
    let objects = ordinaryObjects;
    let elapsedMs = 0;
    const changeRow = {
      Id: '0171',
      LeadId: '00Q1',
      Field: 'New__c',
      OldValue: null,
      NewValue: 'x',
      CreatedDate: '2026-01-01T00:00:00Z',
    };
    const source = await sourceOf(
      (request) => {
        if (request.path.startsWith('/sobjects/')) return respondToDescribe(request, objects);
        if (request.path !== '/queryAll') return undefined;
        const soql = request.query.get('q') ?? '';
        if (isCount(soql)) return countResponse(1, date(NOW));
        return queryResponse([soql.includes('FROM Lead ') ? { ...leadRow('00Q1'), New__c: 'value' } : changeRow]);
      },
      { timing: { ...recordedTiming(), elapsedMs: () => elapsedMs } },
    );
    const before = await collect(source.pages('Lead', undefined));
    const historyBefore = await collect(source.pages('LeadHistory', undefined));
    objects = { ...ordinaryObjects, Lead: { ...ordinaryObjects.Lead!, New__c: 'string' } };
    // A long-lived source describes the org again from time to time.
    elapsedMs += 61 * 60_000;
    const after = await collect(source.pages('Lead', before.at(-1)!.cursor));
    const historyAfter = await collect(source.pages('LeadHistory', historyBefore.at(-1)!.cursor));
    expect(before[0]!.records[0]).not.toHaveProperty('fields.New__c');
    expect(after[0]!.records[0]).toMatchObject({
      changedAt: before[0]!.records[0]!.changedAt,
      fields: { New__c: 'value' },
    });
    expect(historyBefore[0]!.records).toEqual([]);
    expect(historyAfter[0]!.records).toMatchObject([
      { field: 'New__c', changedAt: Date.parse('2026-01-01T00:00:00Z') },
    ]);
    await collect(source.pages('Lead', after.at(-1)!.cursor));
    expect(soqlSent().at(-1)).toContain('WHERE SystemModstamp >=');
  });

  it('ends the stream of an object that disappears while it is read, and reports it', async () => {
    let isGone = false;
    const { Event: _, ...withoutEvents } = ordinaryObjects;
    const source = await sourceOf(
      (request) => {
        if (request.path.startsWith('/sobjects/'))
          return respondToDescribe(request, isGone ? withoutEvents : ordinaryObjects);
        if (request.path !== '/queryAll') return undefined;
        isGone = true;
        return errorResponse(400, 'INVALID_TYPE', "sObject type 'Event' is not supported.");
      },
      {},
      {},
    );
    expect(await collect(source.pages('Event', undefined))).toEqual([]);
    expect(source.degradations().map(({ what }) => what)).toEqual([
      'Event disappeared while it was read',
      'Event is not readable: none of it is read',
    ]);
  });

  describe('unreadable input', () => {
    it('fails without access to leads and names the permission set', async () => {
      const source = await sourceOf(() => undefined, {}, {});
      await expect(collect(source.pages('Lead', undefined))).rejects.toMatchObject({
        code: 'object_unreadable',
        message: expect.stringContaining('Leadlight_Integration'),
      });
    });

    it('leaves the stream of another missing object empty and reports it', async () => {
      const { Event: _, ...withoutEvents } = ordinaryObjects;
      const source = await sourceOf(() => undefined, {}, withoutEvents);
      expect(await collect(source.pages('Event', undefined))).toEqual([]);
      expect(source.degradations()).toMatchObject([
        { stream: 'Event', what: 'Event is not readable: none of it is read' },
      ]);
    });

    it('reports a damaged cursor instead of guessing', async () => {
      const source = await sourceOf(() => undefined);
      for (const cursor of ['{', '{"version":99,"since":1,"pass":null}', 'null']) {
        await expect(collect(source.pages('Lead', cursor))).rejects.toMatchObject({ code: 'cursor_unreadable' });
      }
    });
  });
});
