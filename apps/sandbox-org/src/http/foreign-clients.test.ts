import { describe, expect, it } from 'vitest';
import { useTestOrg } from '../testing/index.ts';

const org = useTestOrg({ leads: 450 });
const query = <Body>(soql: string, more = '') =>
  org.request<Body>('GET', `/query?q=${encodeURIComponent(soql)}${more}`);

describe('what other clients of the platform need', () => {
  it('accepts a path that begins with two slashes', async () => {
    const response = await fetch(`${org.server.listening}//services/data`);
    expect(response.status).toBe(200);
    expect(await response.json()).toContainEqual(expect.objectContaining({ version: '62.0' }));
    const limits = await fetch(`${org.server.listening}//services/data/v62.0/limits`, {
      headers: { authorization: `Bearer ${org.accessToken}` },
    });
    expect(limits.status).toBe(200);
  });

  it('accepts an Accept header with a charset, and still refuses other formats', async () => {
    const status = async (accept: string) => (await org.call('/limits', { headers: { accept } })).status;
    expect(await status('application/json; charset=UTF-8')).toBe(200);
    expect(await status('application/xml;charset=UTF-8, application/json;charset=utf-8;q=0.5')).toBe(200);
    expect(await status('application/xml;charset=UTF-8')).toBe(406);
  });

  it('lists the identity URL and the Tooling API, which answers queries of setup objects', async () => {
    const { body } = await org.request<Record<string, string>>('GET', '/');
    expect(body).toMatchObject({ tooling: '/services/data/v62.0/tooling' });
    const identity = await fetch(String(body.identity), { headers: { authorization: `Bearer ${org.accessToken}` } });
    expect(await identity.json()).toMatchObject({ organization_id: org.server.orgId });
    const soql = encodeURIComponent("SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName = 'Lead'");
    expect((await org.request('GET', `/tooling/query?q=${soql}`)).body).toMatchObject({ totalSize: 1 });
  });

  it('has the fields of the organization that command lines read', async () => {
    const soql =
      'SELECT Name, InstanceName, IsSandbox, TrialExpirationDate, NamespacePrefix, IsReadOnly FROM Organization';
    expect((await query(soql)).body).toMatchObject({
      records: [{ IsSandbox: true, TrialExpirationDate: null, NamespacePrefix: null, IsReadOnly: false }],
    });
  });

  it('returns a query’s columns instead of its records with columns=true', async () => {
    const soql = 'SELECT Id, Company, AnnualRevenue, Owner.Name, (SELECT Id FROM Tasks) FROM Lead';
    const column = (columnName: string, more: object = {}) => expect.objectContaining({ columnName, ...more });
    expect((await query(soql, '&columns=true')).body).toEqual({
      columnMetadata: [
        column('Id', { apexType: 'Id', textType: false }),
        column('Company', { apexType: 'String', textType: true, aggregate: false }),
        column('AnnualRevenue', { numberType: true }),
        column('Owner', { joinColumns: [column('Name')] }),
        column('Tasks', { aggregate: true }),
      ],
      entityName: 'Lead',
      groupBy: false,
      idSelected: true,
      keyPrefix: '00Q',
    });
  });

  it('returns one batch of a query with OFFSET', async () => {
    const page = async (soql: string) => {
      const path = `/query?q=${encodeURIComponent(soql)}`;
      return (await org.request('GET', path, undefined, { 'Sforce-Query-Options': 'batchSize=200' })).body;
    };
    expect(await page('SELECT Id FROM Lead')).toMatchObject({ done: false });
    expect(await page('SELECT Id FROM Lead OFFSET 1')).toMatchObject({ done: true, totalSize: 200 });
    expect(await page('SELECT Id FROM Lead OFFSET 1')).not.toHaveProperty('nextRecordsUrl');
  });

  it('ignores the seconds of getUpdated', async () => {
    const range = (end: string) => `/sobjects/Lead/updated?start=2026-11-19T08:00:59Z&end=${end}`;
    expect((await org.request('GET', range('2026-11-19T08:05:59Z'))).body).toMatchObject({
      latestDateCovered: '2026-11-19T08:05:00.000+0000',
    });
    expect((await org.request('GET', range('2026-11-19T08:00:59Z'))).status).toBe(400);
  });
});
