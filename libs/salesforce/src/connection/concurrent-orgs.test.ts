import { afterEach, describe, expect, it } from 'vitest';
import { createCrmSource } from '../extract/crm-source.ts';
import { respondToDescribe, ordinaryObjects, queryResponse } from '../testing/described-objects.ts';
import { errorResponse, startFixtureOrg, type FixtureOrg, type FixtureHandler } from '../testing/fixture-org.ts';

let orgs: FixtureOrg[] = [];
afterEach(async () => {
  await Promise.all(orgs.map((org) => org.close()));
  orgs = [];
});

async function connected(handler: FixtureHandler) {
  const org = await startFixtureOrg(handler);
  orgs.push(org);
  return { org, connection: await org.connect() };
}

const signIns = ({ requests }: FixtureOrg): number =>
  requests.filter(({ path }) => path === '/services/oauth2/token').length;
const limits = { method: 'GET', path: '/limits' } as const;

describe('connectSalesforce with two orgs in one process', () => {
  it('shares neither session, API usage nor clock', async () => {
    const [one, other] = await Promise.all([
      connected(({ headers }) =>
        headers.authorization === 'Bearer token-2'
          ? { body: {}, headers: { 'Sforce-Limit-Info': 'api-usage=5/100', date: 'Sun, 22 Nov 2026 10:00:00 GMT' } }
          : (headers.authorization && errorResponse(401, 'INVALID_SESSION_ID')) || undefined,
      ),
      connected(({ path }) =>
        path === '/limits'
          ? { body: {}, headers: { 'Sforce-Limit-Info': 'api-usage=70/900', date: 'Sun, 22 Nov 2026 11:00:00 GMT' } }
          : undefined,
      ),
    ]);
    await Promise.all([one.connection.json(limits), other.connection.json(limits)]);
    expect([signIns(one.org), signIns(other.org)]).toEqual([2, 1]);
    expect((await one.connection.session()).accessToken).toBe('token-2');
    expect((await other.connection.session()).accessToken).toBe('token-1');
    expect(one.connection.apiUsage()).toEqual({ used: 5, limit: 100 });
    expect(other.connection.apiUsage()).toEqual({ used: 70, limit: 900 });
    expect(other.connection.serverTime()! - one.connection.serverTime()!).toBe(3_600_000);
  });

  it('reads the fields of one org that the user of the other may not see', async () => {
    const withFields =
      (lead: Readonly<Record<string, string>>): FixtureHandler =>
      (request) =>
        /^\/query(All)?$/.test(request.path)
          ? queryResponse([])
          : respondToDescribe(request, { ...ordinaryObjects, Lead: { ...ordinaryObjects.Lead!, ...lead } });
    const [one, other] = await Promise.all([connected(withFields({ Own__c: 'string' })), connected(withFields({}))]);
    const namesOf = async ({ connection }: typeof one) =>
      (await createCrmSource(connection).describeLeadFields()).map(({ name }) => name);
    expect(await namesOf(one)).toContain('Own__c');
    expect(await namesOf(other)).not.toContain('Own__c');
  });
});
