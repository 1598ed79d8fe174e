import { request } from 'node:http';
import { readExample, type ScoreLeadsResponse } from '@leadlight/contract';
import { afterEach, describe, expect, it } from 'vitest';
import {
  ADMIN_KEY,
  API_KEY,
  startFakeScoringApi,
  createFakeOrg,
  LEAD_ID,
  type FakeScoringApi,
  type FakeOrg,
} from '../testing/fakes.ts';
import { LeadPageError } from './errors.ts';
import { ScoringApiClient } from './scoring-api-client.ts';
import { startLeadPage, type RunningPage } from './server.ts';

const example = readExample('score-leads.response') as ScoreLeadsResponse;
let page: RunningPage;
let api: FakeScoringApi;
let org: FakeOrg;

async function serve(status?: number, body?: unknown): Promise<void> {
  api = await startFakeScoringApi(status, body);
  org = createFakeOrg();
  page = await startLeadPage({ org, api: api.api, adminApi: api.adminApi, port: 0 });
}

afterEach(async () => {
  await page.close();
  await api.close();
});

const callApex = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${page.url}/apex/LeadScoreController.scoreLead`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const POST = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };

/** `fetch` does not let a caller choose the Host header. */
const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(page.url, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });

describe('GET /org/leads/:leadId', () => {
  const askLead = async (language: string) => {
    const response = await fetch(`${page.url}/org/leads/${LEAD_ID}`, { headers: { 'accept-language': language } });
    return (await response.json()) as { readonly fields: object; readonly details: readonly object[] };
  };

  it.each([
    ['en-GB', 'US$96,000,000'],
    ['de-DE', '96.000.000\u{a0}$'],
  ])('formats amounts with the currency of the org, in %s', async (language, displayValue) => {
    await serve();
    const { fields, details } = await askLead(language);
    expect(fields).toMatchObject({ AnnualRevenue: { value: 96_000_000, displayValue } });
    expect(details).toContainEqual({ label: 'Annual Revenue', type: 'currency', value: 96_000_000, displayValue });
    expect(fields).toMatchObject({ NumberOfEmployees: { value: 480 } });
  });

  it('formats amounts without a currency if it cannot be read', async () => {
    await serve();
    const { json } = org;
    const silent = { json: (request: Parameters<typeof json>[0]) => refuse(request.path) ?? json(request) };
    const refuse = (path: string) =>
      path.includes('Organization') ? Promise.reject(new Error('no access')) : undefined;
    await page.close();
    page = await startLeadPage({ org: silent, api: api.api, adminApi: api.adminApi, port: 0 });
    expect((await askLead('en-GB')).fields).toMatchObject({ AnnualRevenue: { value: 96_000_000 } });
  });
});

describe('POST /apex/:method', () => {
  it('scoreLead returns the unchanged JSON of the service for one lead with all its reasons', async () => {
    const body = { ...example, scores: [example.scores[0]], problems: [] };
    await serve(200, body);
    const response = await callApex({ leadId: LEAD_ID });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(JSON.stringify(body));
    expect(api.requests).toEqual([
      { key: `Bearer ${API_KEY}`, body: { leads: [{ leadId: LEAD_ID }], maxReasons: 20 } },
    ]);
  });

  it.each([
    [409, readExample('problem.no-active-model'), 'There is no scoring model yet.'],
    [401, readExample('problem.unauthenticated'), 'The scoring service rejected the request.'],
    [503, { type: '/problems/storage-unavailable' }, 'The scoring service is busy.'],
    [500, 'no problem document', 'The scoring service failed.'],
    [200, { ...example, scores: [] }, 'The scoring service does not know this lead yet.'],
  ])('scoreLead turns a response with status %i into a message', async (status, body, sentence) => {
    await serve(status, body);
    const response = await callApex({ leadId: LEAD_ID });
    expect(response.status).toBe(500);
    expect(((await response.json()) as { message: string }).message).toContain(sentence);
  });

  it('scoreLead returns a message if the service does not respond', async () => {
    await serve();
    await page.close();
    const away = new ScoringApiClient('http://127.0.0.1:9', API_KEY);
    page = await startLeadPage({ org, api: away, adminApi: away, port: 0 });
    const { message } = (await (await callApex({ leadId: LEAD_ID })).json()) as { message: string };
    expect(message).toBe('The scoring service cannot be reached at the moment. Please try again later.');
  });

  it('listScores returns past scores as the service lists them', async () => {
    await serve();
    const response = await fetch(`${page.url}/apex/LeadScoreController.listScores`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ leadId: LEAD_ID }),
    });
    expect(await response.json()).toEqual(readExample('lead-scores.response'));
  });

  it('returns what would raise the score, and passes on what the rep says', async () => {
    await serve();
    const ask = async (method: string, parameters: object) =>
      (
        await fetch(`${page.url}/apex/LeadScoreController.${method}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ leadId: LEAD_ID, ...parameters }),
        })
      ).json();
    expect(await ask('whatIf', {})).toMatchObject({
      raises: [
        { feature: 'meetings', currentValue: 0, suggestedValue: 1 },
        { currentValue: false, suggestedValue: true },
      ],
      suggestions: [{ actions: ['call_or_write'], reachesNextBand: true }, { actions: ['add_phone'] }],
    });
    const modelId = '9f2c41d07be35a68';
    const feedback = { modelId, verdict: 'disagree', feature: '', comment: ' Bought. ' };
    expect(await ask('giveFeedback', { feedback })).toBeNull();
    const { id, ...said } = api.requests.at(-1)?.body as { readonly id: string };
    expect(said).toEqual({ leadId: LEAD_ID, modelId, verdict: 'disagree', comment: 'Bought.' });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('LeadlightAdminController lists models, counts bands and checks the health', async () => {
    await serve();
    const ask = async (method: string) =>
      (await fetch(`${page.url}/apex/LeadlightAdminController.${method}`, POST)).json();
    expect(await ask('listModels')).toEqual(readExample('models.response'));
    expect(await ask('activateModel')).toEqual(readExample('models.response'));
    // Only the administrator's controller calls with the administrator's key.
    expect(new Set(api.requests.map(({ key }) => key))).toEqual(new Set([`Bearer ${ADMIN_KEY}`]));
    expect(await ask('countByBand')).toEqual([{ band: 'A', open: 12, converted: 4 }]);
    expect(await ask('checkHealth')).toMatchObject([
      { name: 'Scoring service', state: 'ok' },
      { name: 'Model', state: 'ok', finding: 'Version 7 is active.' },
      { name: 'Following the org', state: 'attention', finding: expect.stringContaining('340') },
      { name: 'Scores' },
      { name: 'Failed leads', state: 'ok' },
      { name: 'Hourly retry', state: 'ok' },
      { name: 'Scoring at save', state: 'ok' },
    ]);
  });

  it('getConversionRates adds the names of the users that the org has', async () => {
    await serve();
    const body = JSON.stringify({ groupedBy: 'team' });
    const response = await fetch(`${page.url}/apex/LeadlightAdminController.getConversionRates`, { ...POST, body });
    const { rates, names } = (await response.json()) as { readonly rates: string; readonly names: unknown };
    expect(JSON.parse(rates)).toEqual(readExample('conversion-rates.response'));
    expect(names).toEqual({ '0055g00000AbCdEAAX': 'Mia Park' });
  });

  it('getDataQuality adds the names of the leads that the org has', async () => {
    await serve();
    const { features } = (await (
      await fetch(`${page.url}/apex/LeadlightAdminController.getDataQuality`, POST)
    ).json()) as { readonly features: readonly { readonly complaints: readonly unknown[] }[] };
    expect(features[0]?.complaints).toEqual([
      { leadId: LEAD_ID, verdict: 'out_of_date', givenAt: '2026-11-22T14:05:00.000Z', leadName: 'Ada Okafor' },
      { leadId: '00Q5g00000KpXc2EAF', verdict: 'wrong', givenAt: '2026-11-21T08:40:00.000Z', leadName: null },
    ]);
    expect(org.queries.at(-1)).toContain(`IN ('${LEAD_ID}', '00Q5g00000KpXc2EAF')`);
  });

  it('getModelReport returns the report as JSON text, as Apex does', async () => {
    await serve();
    const response = await fetch(`${page.url}/apex/LeadlightAdminController.getModelReport`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ modelId: '9f2c41d07be35a68' }),
    });
    const { model, report } = (await response.json()) as { readonly model: unknown; readonly report: string };
    expect({ model, report: JSON.parse(report) as unknown }).toEqual(readExample('model-report.response'));
  });

  it('ScoringSettingsController reads, changes and undoes settings with the key of administrators', async () => {
    await serve();
    const ask = async (method: string, parameters: object = {}) =>
      (
        await fetch(`${page.url}/apex/ScoringSettingsController.${method}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(parameters),
        })
      ).json() as Promise<{ revision: number; state: string }>;
    const change = { basedOn: 4, change: { threshold: 0.3 } };
    for (const response of [
      await ask('readSettings'),
      await ask('changeSettings', { change: JSON.stringify(change) }),
      await ask('undoSettings'),
    ]) {
      expect(response.revision).toBe(4);
      expect(JSON.parse(response.state)).toEqual(readExample('settings.response'));
    }
    expect(api.requests.map(({ body }) => body)).toEqual([undefined, change, {}]);
    expect(new Set(api.requests.map(({ key }) => key))).toEqual(new Set([`Bearer ${ADMIN_KEY}`]));
  });

  it('ScoringSettingsController names each invalid setting', async () => {
    await serve(400, readExample('problem.settings-invalid'));
    const response = await fetch(`${page.url}/apex/ScoringSettingsController.undoSettings`, POST);
    expect(((await response.json()) as { message: string }).message).toContain('no call ever pays');
  });

  it('checkHealth has a remedy if the service does not respond', async () => {
    await serve(503, { type: '/problems/storage-unavailable' });
    const lines = (await (
      await fetch(`${page.url}/apex/LeadlightAdminController.checkHealth`, POST)
    ).json()) as readonly unknown[];
    expect(lines[0]).toMatchObject({ state: 'broken', remedy: expect.stringContaining('HTTPS') });
  });

  it.each([
    ['another site', { origin: 'https://attacker.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['another site, as a browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring site, as a browser says', { 'sec-fetch-site': 'same-site' }],
  ])('rejects a request from %s', async (_, headers) => {
    await serve();
    expect((await callApex({ leadId: LEAD_ID }, headers)).status).toBe(403);
    expect((await fetch(`${page.url}/org/leads`, { headers })).status).toBe(403);
    expect([api.requests, org.queries]).toEqual([[], []]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'rejects a body of the type %j, which a form of another site could send',
    async (type) => {
      await serve();
      const body = new TextEncoder().encode(JSON.stringify({ leadId: LEAD_ID }));
      const url = `${page.url}/apex/LeadScoreController.scoreLead`;
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(415);
      expect(api.requests).toEqual([]);
    },
  );

  it('accepts a request of the page itself', async () => {
    await serve();
    const headers = { origin: page.url, 'sec-fetch-site': 'same-origin' };
    expect((await callApex({ leadId: LEAD_ID }, headers)).status).toBe(200);
  });

  it.each(['LeadScoreController.deleteAll', 'constructor', '__proto__'])('has no method %s', async (method) => {
    await serve();
    expect((await fetch(`${page.url}/apex/${method}`, { method: 'POST' })).status).toBe(404);
  });

  it.each([{}, { leadId: 7 }, { leadId: "x' OR '1'='1" }, null])('rejects %j as parameters', async (body) => {
    await serve();
    expect((await callApex(body)).status).toBe(400);
    expect(api.requests).toEqual([]);
  });
});

describe('GET /', () => {
  it('contains no key and allows only its own scripts', async () => {
    await serve();
    for (const path of ['/', `/leads/${LEAD_ID}`, '/texts.js', '/public/lead-page.js', '/static/lead-page.css']) {
      const response = await fetch(page.url + path);
      expect(response.status, path).toBe(200);
      expect(await response.text(), path).not.toContain(API_KEY);
      expect(response.headers.get('content-security-policy'), path).toContain("script-src 'self';");
    }
  });

  it('uses the language of the browser, or the chosen one', async () => {
    await serve();
    const words = async (language: string) =>
      (await fetch(`${page.url}/texts.js`, { headers: { 'accept-language': language } })).text();
    expect(await words('de-AT,de;q=0.9')).toContain('"locale":"de-AT"');
    expect(await words('de-AT,de;q=0.9')).toContain('Leads nach Score');
    for (const [language, title] of [
      ['es-MX', 'Leads por puntuación'],
      ['fr', 'Leads par score'],
      ['ja-JP', 'スコア順のリード'],
      ['pt-BR', 'Leads por pontuação'],
    ] as const)
      expect(await words(language)).toContain(title);
    expect(await words('it')).toContain('Leads by score');
    const chosen = await fetch(`${page.url}/texts.js`, {
      headers: { 'accept-language': 'de', cookie: 'theme=dark; language=fr-FR' },
    });
    expect(await chosen.text()).toContain('Leads par score');
    expect(await words('"><script>')).toContain('"locale":"en-US"');
  });

  it('rejects requests with another Host header', async () => {
    await serve();
    expect(await statusFor('leads.example.com')).toBe(421);
    expect(await statusFor('localhost:1')).toBe(200);
  });

  it('says which port is taken and what to do', async () => {
    await serve();
    const port = Number(new URL(page.url).port);
    const failure = await startLeadPage({ org, api: api.api, adminApi: api.adminApi, port }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(LeadPageError);
    expect(failure).toMatchObject({ code: 'lead_page_port_taken', message: expect.stringContaining(String(port)) });
  });
});
