import { readExample, type ScoreLeadsResponse } from '@leadlight/contract';
import { SalesforceError } from '@leadlight/salesforce';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { callApex } from '../../testing/call-apex.ts';
import { ALL_SHARED, ADMIN_KEY, API_KEY, createFakeOrg, LEAD_ID } from '../../testing/fakes.ts';
import { useFixturePage } from '../../testing/use-fixture-page.ts';
import { startLeadPage } from '../server.ts';
import { createApexRunner } from './apex-runner.ts';
import type { ApexUser } from './apex-users.ts';

const example = readExample('score-leads.response') as ScoreLeadsResponse;
const ADMIN_METHODS = [
  'LeadlightAdminController.listModels',
  'LeadlightAdminController.getDataQuality',
  'LeadlightAdminController.listChecks',
  'LeadlightAdminController.listJobs',
  'LeadlightAdminController.countByBand',
  'LeadlightAdminController.checkHealth',
  'ScoringSettingsController.readSettings',
  'ScoringSettingsController.undoSettings',
];
const MESSAGE_BY_PROBLEM = [
  [409, readExample('problem.no-active-model'), 'There is no scoring model yet.'],
  [401, readExample('problem.unauthenticated'), 'The scoring service rejected the request.'],
  [503, { type: '/problems/storage-unavailable' }, 'The scoring service is busy.'],
  [500, 'no problem document', 'The scoring service failed.'],
  [200, { ...example, scores: [] }, 'The scoring service does not know this lead yet.'],
] as const;

describe('Apex of the package behind the page', () => {
  const page = useFixturePage();

  const asRep = (method: string, parameters?: object) =>
    callApex(page.url, `LeadScoreController.${method}`, parameters);
  const asAdmin = (method: string, parameters?: object, language?: string) =>
    callApex(page.url, method, parameters, 'administrator', language);
  const keys = () => new Set(page.api.requests.map(({ key }) => key));

  it('scores a lead that the org has, with the key of reps', async () => {
    const { status, body } = await asRep('scoreLead', { leadId: LEAD_ID });
    expect(status).toBe(200);
    expect((body as ScoreLeadsResponse).scores[0]).toMatchObject({ leadId: LEAD_ID, score: 87 });
    expect(page.org.queries.at(-1)).toBe(`SELECT Id, IsConverted FROM Lead WHERE Id IN ('${LEAD_ID}')`);
    expect(page.api.requests).toEqual([
      { key: `Bearer ${API_KEY}`, body: { leads: [{ leadId: LEAD_ID }], maxReasons: 20, isView: true } },
    ]);
  });

  it.each(MESSAGE_BY_PROBLEM)(
    'turns a response with status %i into an AuraHandledException',
    async (status, body, text) => {
      page.api.respondWith(status, body);
      expect(await asRep('scoreLead', { leadId: LEAD_ID })).toEqual({
        status: 500,
        body: {
          message: expect.stringContaining(text),
          exceptionType: 'System.AuraHandledException',
          isUserDefinedException: false,
        },
      });
    },
  );

  it('has the messages of exceptions in the language of the page', async () => {
    page.api.respondWith(409, readExample('problem.no-active-model'));
    const { body } = await callApex(page.url, 'LeadScoreController.scoreLead', { leadId: LEAD_ID }, 'rep', 'de-AT');
    expect(body).toMatchObject({ message: expect.stringContaining('noch kein') });
  });

  it.each(['LeadScoreController.scoreLead', ...ADMIN_METHODS])(
    'refuses %s to a user without permission sets',
    async (method) => {
      const reply = await callApex(page.url, method, { leadId: LEAD_ID }, 'nobody');
      const [className] = method.split('.');
      expect(reply).toEqual({
        status: 500,
        body: { message: `You do not have access to the Apex class named '${className}'.` },
      });
      expect([page.api.requests, page.org.queries]).toEqual([[], []]);
    },
  );

  it('refuses a user that it does not know, and names the others', async () => {
    const reply = await callApex(page.url, 'LeadScoreController.scoreLead', { leadId: LEAD_ID }, 'admin' as ApexUser);
    expect(reply).toEqual({
      status: 400,
      body: { message: expect.stringMatching(/admin .*rep, administrator, nobody/) },
    });
    expect(page.api.requests).toEqual([]);
  });

  it.each(ADMIN_METHODS)('refuses %s to a rep', async (method) => {
    const reply = await callApex(page.url, method);
    expect(reply.body).toEqual({ message: expect.stringContaining('You do not have access to the Apex class') });
    expect(page.api.requests).toEqual([]);
  });

  it('calls with the key of administrators for them', async () => {
    for (const method of ADMIN_METHODS) expect((await asAdmin(method)).status, method).toBe(200);
    expect(keys()).toEqual(new Set([`Bearer ${ADMIN_KEY}`]));
  });

  it.each([
    ["x' OR '1'='1", "Value provided is invalid for action parameter 'leadId' of type 'Id'"],
    [7, "Value provided is invalid for action parameter 'leadId' of type 'Id'"],
    [undefined, 'You do not have access to this lead, or it was deleted.'],
  ])('refuses the lead %j without asking the service', async (leadId, message) => {
    expect(await asRep('scoreLead', { leadId })).toMatchObject({ status: 500, body: { message } });
    expect(page.api.requests).toEqual([]);
  });

  it('passes on feedback, without empty members and with a comment that is trimmed', async () => {
    const feedback = { modelId: '9f2c41d07be35a68', verdict: 'disagree', feature: '', comment: ' Bought. ', other: 1 };
    expect(await asRep('giveFeedback', { leadId: LEAD_ID, feedback })).toEqual({ status: 200, body: null });
    const { id, ...said } = page.api.requests.at(-1)?.body as { readonly id: string };
    expect(said).toEqual({ leadId: LEAD_ID, modelId: feedback.modelId, verdict: 'disagree', comment: 'Bought.' });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuses to try a value in a field that the rep may not edit', async () => {
    const { body } = await asRep('whatIf', { leadId: LEAD_ID, fields: { Leadlight_Score__c: 99 } });
    expect(body).toMatchObject({ message: expect.stringContaining('Score') });
    expect(page.api.requests).toEqual([]);
  });

  it('checks the health in the language and time zone of the page', async () => {
    const { body } = await asAdmin('LeadlightAdminController.checkHealth', {}, 'de-DE');
    expect(body).toMatchObject([
      { state: 'ok' },
      { state: 'ok', finding: 'Version 7 ist aktiv.' },
      { state: 'attention', finding: expect.stringContaining('340') },
      { name: 'Scores', finding: expect.stringContaining('22.11.26, 02:00') },
      { state: 'attention' },
      { name: 'Scores, die die Organisation nicht gespeichert hat', state: 'ok' },
      { state: 'attention', action: 'schedule' },
      { state: 'ok' },
      { name: 'Edition', state: 'ok', finding: expect.stringContaining('Enterprise Edition') },
      { name: 'API-Aufrufe', state: 'attention', finding: expect.stringContaining('1.200') },
      { name: 'Datenspeicher', state: 'ok', finding: expect.stringContaining('900') },
      {
        name: 'Integrationsbenutzer',
        state: 'ok',
        finding: expect.stringMatching(/: 1\. .*3 Salesforce .* 4 /),
      },
      { name: 'Freigabe der Leads', state: 'attention', remedy: expect.stringContaining('Freigaberegel') },
      { name: 'Verlaufsverfolgung', state: 'ok', finding: expect.stringContaining('1') },
    ]);
  });

  it('says that the org does not let its setup be read', async () => {
    const json = page.org.json.bind(page.org);
    const problem = {
      request: 'GET /query',
      status: 400,
      errorCode: 'INVALID_TYPE',
      message: 'No access to licences.',
    };
    const withoutLicenses = vi
      .spyOn(page.org, 'json')
      .mockImplementation((request) =>
        decodeURIComponent(request.path).includes('FROM UserLicense')
          ? Promise.reject(new SalesforceError('object_missing', problem))
          : json(request),
      );
    const { body } = await asAdmin('LeadlightAdminController.checkHealth');
    withoutLicenses.mockRestore();
    expect((body as readonly unknown[]).at(-1)).toMatchObject({
      name: 'Settings of the org',
      state: 'attention',
      finding: expect.stringContaining('No access to licences.'),
      remedy: expect.stringContaining('--dry-run'),
    });
  });

  it('schedules the hourly retry once, for all later calls', async () => {
    const stateOf = async () => {
      const { body } = await asAdmin('LeadlightAdminController.checkHealth');
      return (body as readonly { readonly name: string }[]).find(({ name }) => name === 'Hourly retry');
    };
    expect(await stateOf()).toMatchObject({ state: 'attention' });
    for (let time = 0; time < 2; time += 1) {
      expect(await asAdmin('LeadlightAdminController.scheduleRetries')).toEqual({ status: 200, body: null });
    }
    expect(await stateOf()).toMatchObject({ state: 'ok' });
  });

  it('has a remedy if the service does not respond', async () => {
    page.api.respondWith(503, { type: '/problems/storage-unavailable' });
    const { body } = await asAdmin('LeadlightAdminController.checkHealth');
    expect((body as readonly unknown[])[0]).toMatchObject({
      state: 'broken',
      remedy: expect.stringContaining('HTTPS'),
    });
  });

  it('reads, changes and undoes settings', async () => {
    const change = { basedOn: 4, change: { threshold: 0.3 } };
    for (const [method, parameters] of [
      ['readSettings', {}],
      ['changeSettings', { change: JSON.stringify(change) }],
      ['undoSettings', {}],
    ] as const) {
      const { body } = await asAdmin(`ScoringSettingsController.${method}`, parameters);
      const { revision, state } = body as { readonly revision: number; readonly state: string };
      expect([revision, JSON.parse(state)]).toEqual([4, readExample('settings.response')]);
    }
    expect(page.api.requests.map(({ body }) => body)).toEqual([undefined, change, {}]);
  });

  it('names each invalid setting', async () => {
    page.api.respondWith(400, readExample('problem.settings-invalid'));
    const { body } = await asAdmin('ScoringSettingsController.undoSettings');
    expect(body).toMatchObject({ message: expect.stringContaining('no call ever pays') });
  });

  it('runs several calls at the same time, each with its own user', async () => {
    const users = Array.from({ length: 12 }, (_, place): ApexUser => (place % 2 === 0 ? 'administrator' : 'nobody'));
    const replies = await Promise.all(
      users.map((user) => callApex(page.url, 'LeadScoreController.scoreLead', { leadId: LEAD_ID }, user)),
    );
    expect(replies.map(({ status }) => status)).toEqual(users.map((user) => (user === 'nobody' ? 500 : 200)));
  });
});

describe('a service that does not respond', () => {
  const messageOf = async (url: string, settings?: object) => {
    const org = createFakeOrg(settings);
    const apex = createApexRunner({
      org,
      service: { url, keys: { Scoring: API_KEY } },
      sharing: ALL_SHARED,
      log: () => undefined,
    });
    const page = await startLeadPage({ org, apex, sharing: ALL_SHARED, port: 0 });
    try {
      const { body } = await callApex(page.url, 'LeadScoreController.scoreLead', { leadId: LEAD_ID });
      return (body as { readonly message: string }).message;
    } finally {
      await page.close();
      await apex.close();
    }
  };

  it('cannot be reached', async () => {
    expect(await messageOf('http://127.0.0.1:9')).toContain('cannot be reached');
  });

  it('times out as the settings of the org say', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const settings = { DeveloperName: 'Default', Scoring_Enabled__c: true, Callout_Timeout_Ms__c: 40 };
    try {
      expect(await messageOf(url, settings)).toContain('took too long to answer');
    } finally {
      silent.closeAllConnections();
      silent.close();
    }
  });

  it('is not called while the settings of the org switch it off', async () => {
    const settings = { DeveloperName: 'Default', Scoring_Enabled__c: false };
    expect(await messageOf('http://127.0.0.1:9', settings)).toContain('switched off');
  });
});

describe('an org that does not respond', () => {
  it('is reported without the cause', async () => {
    const request = () => Promise.reject(new Error('the org is down, with its secret'));
    const org = { ...createFakeOrg(), request };
    const apex = createApexRunner({ org, service: { url: '', keys: {} }, sharing: ALL_SHARED, log: () => undefined });
    const page = await startLeadPage({ org, apex, sharing: ALL_SHARED, port: 0 });
    try {
      const { status, body } = await callApex(page.url, 'LeadScoreController.scoreLead', { leadId: LEAD_ID });
      expect(status).toBe(502);
      expect(JSON.stringify(body)).not.toContain('secret');
    } finally {
      await page.close();
      await apex.close();
    }
  });
});
