import { afterEach, describe, expect, it } from 'vitest';
import { respondToQueries } from '../testing/composite.ts';
import { respondToDescribe, queryResponse } from '../testing/described-objects.ts';
import { startFixtureOrg, type FixtureOrg, type FixtureRequest } from '../testing/fixture-org.ts';
import { createCrmSource } from './crm-source.ts';

let org: FixtureOrg | undefined;
afterEach(() => org?.close());

const audit = { IsDeleted: false, CreatedDate: '2026-01-01T00:00:00Z', SystemModstamp: '2026-01-02T00:00:00Z' };
const idOf = (prefix: string, nth: number) => `${prefix}${String(nth).padStart(12, '0')}AAA`;

async function reading(wanted: ReadonlyMap<string, readonly string[]>) {
  org = await startFixtureOrg((request) => {
    const response = respondToQueries(request, (soql) => {
      const ids = /Id IN \((.*)\)/.exec(soql)?.[1]?.replaceAll("'", '').split(',') ?? [];
      return queryResponse(ids.map((Id) => ({ ...audit, Id, IsConverted: false, WhoId: idOf('00Q', 1) })));
    });
    return response ?? respondToDescribe(request);
  });
  const source = createCrmSource(await org.connect());
  const records = await source.readByStream(wanted);
  const isRead = ({ path, query }: FixtureRequest) => path === '/composite' || query.get('q')?.includes('Id IN');
  return { records, calls: org.requests.filter(isRead).map(({ path }) => path) };
}

describe('createRecordReader', () => {
  it('reads records of several objects in one call', async () => {
    const wanted = new Map([
      ['Lead', [idOf('00Q', 1), idOf('00Q', 2)]],
      ['Event', [idOf('00U', 1)]],
      ['CampaignMember', []],
    ]);
    const { records, calls } = await reading(wanted);
    expect(calls).toEqual(['/composite']);
    expect(records.get('Lead')?.map(({ id }) => id)).toEqual(wanted.get('Lead'));
    expect(records.get('Event')).toMatchObject([{ kind: 'activity', id: idOf('00U', 1) }]);
  });

  it('reads two thousand records of one object in two calls, each record once', async () => {
    const ids = Array.from({ length: 2_000 }, (_, nth) => idOf('00Q', nth));
    const { records, calls } = await reading(new Map([['Lead', ids]]));
    expect(calls).toEqual(['/composite', '/composite']);
    expect(records.get('Lead')?.map(({ id }) => id)).toEqual(ids);
  });

  it('sends no request for no ids, and a single query without composite', async () => {
    expect((await reading(new Map([['Lead', []]]))).calls).toEqual([]);
    await org?.close();
    expect((await reading(new Map([['Lead', [idOf('00Q', 1)]]]))).calls).toEqual(['/queryAll']);
  });
});
