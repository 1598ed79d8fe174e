import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrmListViews } from '@leadlight/workflows';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows } from '../query/query.ts';
import { startSandboxOrg, type SandboxOrg } from '../testing/sandbox-org.ts';
import { createCrmListViews } from './crm-list-views.ts';

const SPRING = { id: 'aud_0a1b2c3d4e5f6071', name: 'Spring' };
const AUTUMN = { id: 'aud_ffffffffff000000', name: 'Leads of autumn with a name that is longer than a list view has' };
let org: SandboxOrg;
let connection: SalesforceConnection;
let views: CrmListViews;
let leadIds: readonly string[];

beforeAll(async () => {
  org = await startSandboxOrg(400);
  connection = await org.connect();
  views = createCrmListViews(connection);
  const rows = await queryRows(connection, 'SELECT Id FROM Lead WHERE IsConverted = FALSE ORDER BY Id LIMIT 250');
  leadIds = rows.map(({ Id }) => String(Id));
});
afterAll(() => org.close());

interface ListViews {
  readonly listviews: readonly { readonly id: string; readonly label: string }[];
}
interface Results {
  readonly records: readonly {
    readonly columns: readonly { readonly fieldNameOrPath: string; readonly value: string }[];
  }[];
}

/** The ids of the leads that a user sees in the list view with this label; undefined = there is no such list view. */
async function shownIn(label: string): Promise<readonly string[] | undefined> {
  const { listviews } = (await connection.json({ method: 'GET', path: '/sobjects/Lead/listviews' })) as ListViews;
  const view = listviews.find((each) => each.label === label);
  if (!view) return undefined;
  const path = `/sobjects/Lead/listviews/${view.id}/results?limit=2000`;
  const { records } = (await connection.json({ method: 'GET', path })) as Results;
  return records
    .map(({ columns }) => columns.find(({ fieldNameOrPath }) => fieldNameOrPath === 'Id')!.value)
    .toSorted();
}

const ids = (results: readonly { readonly leadId: string }[]) => results.map(({ leadId }) => leadId);

describe('list views of audiences', () => {
  it('are made once, and show exactly the leads that were added, also those of several audiences', async () => {
    expect(await views.ensure(SPRING)).toBe('Spring');
    expect(await views.ensure(SPRING)).toBe('Spring');
    expect(await shownIn('Spring')).toEqual([]);
    expect(ids(await views.add(SPRING.id, leadIds))).toEqual(leadIds);
    const label = await views.ensure(AUTUMN);
    expect(label).toHaveLength(40);
    await views.add(AUTUMN.id, leadIds.slice(0, 10));
    expect(await shownIn('Spring')).toEqual(leadIds.toSorted());
    expect(await shownIn(label)).toEqual(leadIds.slice(0, 10).toSorted());
    expect((await views.listLeads(AUTUMN.id)).toSorted()).toEqual(leadIds.slice(0, 10).toSorted());
  });

  it('writes no lead that carries the key already', async () => {
    const modified = () => queryRows(connection, `SELECT Id, SystemModstamp FROM Lead WHERE Id = '${leadIds[0]!}'`);
    const before = await modified();
    await views.add(SPRING.id, leadIds.slice(0, 1));
    expect(await modified()).toEqual(before);
  });

  it('stops showing leads of one audience and keeps them in the other', async () => {
    await views.remove(SPRING.id, leadIds.slice(0, 5));
    expect(await shownIn('Spring')).toEqual(leadIds.slice(5).toSorted());
    expect((await views.listLeads(AUTUMN.id)).toSorted()).toEqual(leadIds.slice(0, 10).toSorted());
  });

  it('returns an error for a lead that has no room for another key, and for one that is gone', async () => {
    const [full, gone] = [leadIds[20]!, leadIds[21]!];
    const path = `/sobjects/Lead/${full}`;
    await connection.request({ method: 'PATCH', path, body: { Leadlight_Audiences__c: 'x'.repeat(250) } });
    await connection.request({ method: 'DELETE', path: `/sobjects/Lead/${gone}` });
    const results = await views.add(AUTUMN.id, [full, gone, leadIds[22]!]);
    expect(results).toEqual([
      { leadId: full, error: expect.stringContaining('as many audiences') as string },
      { leadId: gone, error: expect.stringContaining('NOT_FOUND') as string },
      { leadId: leadIds[22] },
    ]);
  });

  it('are deleted, and deleted again without an error', async () => {
    await views.delete(SPRING.id);
    expect(await shownIn('Spring')).toBeUndefined();
    await views.delete(SPRING.id);
  });

  it('leaves API calls to others', async () => {
    const frugal = createCrmListViews(connection, { apiBudgetReserve: 1 });
    await expect(frugal.add(AUTUMN.id, leadIds)).rejects.toMatchObject({ code: 'api_budget_reserve' });
  });
});
