import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { ALL_SHARED, API_KEY, LEAD_ID, NO_APEX } from '../testing/fakes.ts';
import { useFixturePage } from '../testing/use-fixture-page.ts';
import { LeadPageError } from './errors.ts';
import { startLeadPage } from './server.ts';

const page = useFixturePage();

const callApex = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${page.url}/apex/LeadScoreController.scoreLead`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** `fetch` does not let a caller choose the Host header. */
const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(page.url, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
      .on('error', reject)
      .end();
  });

describe('GET /org/leads/:leadId', () => {
  const askLead = async (language: string, url = page.url) => {
    const response = await fetch(`${url}/org/leads/${LEAD_ID}`, { headers: { 'accept-language': language } });
    return (await response.json()) as { readonly fields: object; readonly details: readonly object[] };
  };

  it.each([
    ['en-GB', 'Annual Revenue', 'US$96,000,000'],
    ['de-DE', 'Jahresumsatz', '96.000.000\u{a0}$'],
  ])('formats amounts with the currency of the org, in %s', async (language, label, displayValue) => {
    const { fields, details } = await askLead(language);
    expect(fields).toMatchObject({ AnnualRevenue: { value: 96_000_000, displayValue } });
    expect(details).toContainEqual({ label, type: 'currency', value: 96_000_000, displayValue });
    expect(fields).toMatchObject({ NumberOfEmployees: { value: 480 } });
  });

  it('formats amounts without a currency if it cannot be read', async () => {
    const { json } = page.org;
    const silent = { json: (request: Parameters<typeof json>[0]) => refuse(request.path) ?? json(request) };
    const refuse = (path: string) =>
      path.includes('Organization') ? Promise.reject(new Error('no access')) : undefined;
    const other = await startLeadPage({ org: silent, apex: NO_APEX, sharing: ALL_SHARED, port: 0 });
    try {
      expect((await askLead('en-GB', other.url)).fields).toMatchObject({ AnnualRevenue: { value: 96_000_000 } });
    } finally {
      await other.close();
    }
  });
});

describe('POST /apex/:method', () => {
  it.each([
    ['another site', { origin: 'https://attacker.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page without an origin', { origin: 'null' }],
    ['another site, as a browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring site, as a browser says', { 'sec-fetch-site': 'same-site' }],
  ])('rejects a request from %s', async (_, headers) => {
    expect((await callApex({ leadId: LEAD_ID }, headers)).status).toBe(403);
    expect((await fetch(`${page.url}/org/leads`, { headers })).status).toBe(403);
    expect([page.api.requests, page.org.queries]).toEqual([[], []]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])(
    'rejects a body of the type %j, which a form of another site could send',
    async (type) => {
      const body = new TextEncoder().encode(JSON.stringify({ leadId: LEAD_ID }));
      const url = `${page.url}/apex/LeadScoreController.scoreLead`;
      const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(415);
      expect(page.api.requests).toEqual([]);
    },
  );

  it('accepts a request of the page itself', async () => {
    const headers = { origin: page.url, 'sec-fetch-site': 'same-origin' };
    expect((await callApex({ leadId: LEAD_ID }, headers)).status).toBe(200);
  });

  it.each(['LeadScoreController.deleteAll', 'LeadScoreService.scoreLead', 'constructor', '__proto__'])(
    'has no method %s',
    async (method) => {
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(`${page.url}/apex/${method}`, { method: 'POST', headers, body: '{}' })).status).toBe(404);
    },
  );
});

describe('GET /', () => {
  it('contains no key and allows only its own scripts', async () => {
    for (const path of ['/', `/leads/${LEAD_ID}`, '/texts.js', '/public/lead-page.js', '/static/lead-page.css']) {
      const response = await fetch(page.url + path);
      expect(response.status, path).toBe(200);
      expect(await response.text(), path).not.toContain(API_KEY);
      expect(response.headers.get('content-security-policy'), path).toContain("script-src 'self';");
    }
  });

  it('uses the language of the browser, or the chosen one', async () => {
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
    expect(await statusFor('leads.example.com')).toBe(421);
    expect(await statusFor('localhost:1')).toBe(200);
  });

  it('says which port is taken and what to do', async () => {
    const port = Number(new URL(page.url).port);
    const failure = await startLeadPage({ org: page.org, apex: NO_APEX, sharing: ALL_SHARED, port }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(LeadPageError);
    expect(failure).toMatchObject({ code: 'lead_page_port_taken', message: expect.stringContaining(String(port)) });
  });
});
