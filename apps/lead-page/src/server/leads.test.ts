import { afterEach, describe, expect, it } from 'vitest';
import { ALL_SHARED, createFakeOrg, LEAD_ID, NO_APEX, type FakeOrg } from '../testing/fakes.ts';
import { labelIn } from './field-labels.ts';
import type { OrgConnection } from './leads.ts';
import { startLeadPage, type RunningPage } from './server.ts';

let page: RunningPage;
let org: FakeOrg;

async function serve(other?: OrgConnection): Promise<void> {
  org = createFakeOrg();
  page = await startLeadPage({ org: other ?? org, apex: NO_APEX, sharing: ALL_SHARED, port: 0 });
}

afterEach(() => page.close());

describe('GET /org/leads', () => {
  it('lists ranked leads by score, and counts those that the ranking leaves out', async () => {
    await serve();
    const response = await (await fetch(`${page.url}/org/leads`)).json();
    expect(response).toEqual({
      leads: [
        {
          id: LEAD_ID,
          name: 'Ada Okafor',
          company: "O'Hara Aerospace",
          title: 'Head of Production',
          status: 'Working - Contacted',
          owner: 'Mia Park',
          lastActivity: '2026-11-03',
          phone: '+1 555 0100',
          score: 86,
          band: 'A',
          unranked: null,
        },
      ],
      hasMore: false,
      leftOut: 7,
    });
    expect(org.queries).toEqual([
      'SELECT Id, Name, Company, Title, Status, Phone, LastActivityDate, Leadlight_Score__c, Leadlight_Band__c, ' +
        'Leadlight_Unranked__c, Owner.Name FROM Lead WHERE IsConverted = false AND Leadlight_Unranked__c = null ' +
        'ORDER BY Leadlight_Score__c DESC NULLS LAST, Leadlight_Probability__c DESC NULLS LAST, Id LIMIT 51 OFFSET 0',
      'SELECT COUNT(Id) leads FROM Lead WHERE IsConverted = false AND Leadlight_Unranked__c != null',
    ]);
  });

  it.each(['Ada\nOkafor', 'Ada\r\nOkafor', ' Ada \u0000\u0007Okafor\t', 'Ada\u0085Okafor'])(
    'searches %j on one line',
    async (typed) => {
      await serve();
      const response = await fetch(`${page.url}/org/leads?search=${encodeURIComponent(typed)}`);
      expect(response.status).toBe(200);
      expect(org.queries[0]).toContain("Name LIKE '%Ada Okafor%'");
    },
  );

  it('accepts a search that ends within a character', async () => {
    await serve();
    const typed = `${'a'.repeat(79)}🙂`;
    const response = await fetch(`${page.url}/org/leads?search=${encodeURIComponent(typed)}`);
    expect(response.status).toBe(200);
  });

  it('sorts and filters, and lists leads that the ranking leaves out where they are asked for', async () => {
    await serve();
    const owner = '0055g00000AbCdEAAX';
    const status = 'Working - Contacted';
    await fetch(
      `${page.url}/org/leads?${new URLSearchParams({ sort: 'activity', status, owner, all: '1', offset: '50' })}`,
    );
    expect(org.queries).toHaveLength(1);
    expect(org.queries[0]).toContain(
      `WHERE IsConverted = false AND Status = '${status}' AND OwnerId = '${owner}' ` +
        'ORDER BY LastActivityDate ASC NULLS FIRST, Id LIMIT 51 OFFSET 50',
    );
  });

  it('filters by a status as long as a picklist allows', async () => {
    await serve();
    const status = 's'.repeat(255);
    await fetch(`${page.url}/org/leads?${new URLSearchParams({ status })}`);
    expect(org.queries[0]).toContain(`Status = '${status}'`);
  });

  it('takes the default where it does not understand the order or the owner', async () => {
    await serve();
    await fetch(`${page.url}/org/leads?${new URLSearchParams({ sort: 'constructor', owner: "x' OR Id != '" })}`);
    expect(org.queries[0]).toContain(
      'WHERE IsConverted = false AND Leadlight_Unranked__c = null ORDER BY Leadlight_Score',
    );
  });

  it('offers the statuses and owners of open leads', async () => {
    await serve();
    expect(await (await fetch(`${page.url}/org/lead-filters`)).json()).toEqual({
      statuses: ['Working - Contacted'],
      owners: [{ id: '0055g00000AbCdEAAX', name: 'Mia Park' }],
    });
  });

  it('escapes special characters in a search', async () => {
    await serve();
    await fetch(`${page.url}/org/leads?search=${encodeURIComponent("O'H_ra\\ 50%")}`);
    const like = String.raw`'%O\'H\\_ra\\\\ 50\\%%'`;
    expect(org.queries[0]).toContain(`(Name LIKE ${like} OR Company LIKE ${like})`);
  });

  it('returns a lead in the shape of getRecord, with the org’s field labels', async () => {
    await serve();
    const lead = (await (await fetch(`${page.url}/org/leads/${LEAD_ID}`)).json()) as Record<string, unknown>;
    expect(lead).toMatchObject({
      id: LEAD_ID,
      apiName: 'Lead',
      fields: { Name: { value: 'Ada Okafor' }, Leadlight_Score__c: { value: 86 }, IsConverted: { value: false } },
    });
    expect(lead.details).toContainEqual({ label: 'Employees', type: 'int', value: 480 });
  });

  it.each([
    ['de-DE', 'Mitarbeiter'],
    ['ja-JP', '従業員数'],
    ['nl-NL', 'Employees'],
  ])('labels standard fields in the language of the page (%s)', async (language, label) => {
    await serve();
    const response = await fetch(`${page.url}/org/leads/${LEAD_ID}`, { headers: { 'accept-language': language } });
    const { details } = (await response.json()) as { details: object[] };
    expect(details).toContainEqual({ label, type: 'int', value: 480 });
  });

  it('keeps a label that the org has renamed', () => {
    expect(labelIn('de-DE', 'Headcount')).toBe('Headcount');
  });

  it('describes lead fields with the org’s labels', async () => {
    await serve();
    const info = (await (await fetch(`${page.url}/org/lead-info`)).json()) as { fields: Record<string, unknown> };
    expect(info.fields.NumberOfEmployees).toMatchObject({
      apiName: 'NumberOfEmployees',
      label: 'Employees',
      dataType: 'Int',
    });
  });

  it.each(['00Qnobody', "'", '..%2F..%2Fetc'])('responds with 404 to the unknown lead %s', async (leadId) => {
    await serve();
    const response = await fetch(`${page.url}/org/leads/${encodeURIComponent(leadId)}`);
    expect(response.status).toBe(404);
    expect(((await response.json()) as { message: string }).message).toContain('You do not have access to this lead');
  });

  it('responds with a message if the org does not respond', async () => {
    await serve({ json: () => Promise.reject(new Error('the org is down, with its secret')) });
    const response = await fetch(`${page.url}/org/leads`);
    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('secret');
  });
});
