import { readExample, type ScoreLeadsResponse } from '@leadlight/contract';
import type { SalesforceConnection } from '@leadlight/salesforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, ALL_SHARED, startFakeScoringApi, type FakeScoringApi } from '../../testing/fakes.ts';
import { startSandboxOrg, type SandboxOrg } from '../../testing/sandbox-org.ts';
import { createApexRunner, scheduleRetries, type ApexRunner } from './apex-runner.ts';
import type { ApexUser } from './apex-users.ts';

const example = readExample('score-leads.response') as ScoreLeadsResponse;
const SETTINGS = { language: 'en_US', locale: 'en-GB', timeZone: 'UTC' };
const ADMINISTRATION = new URLSearchParams({
  externalCredential: 'Leadlight_API',
  principalName: 'Administration',
  principalType: 'NamedPrincipal',
}).toString();
const RETRY = { kind: 'scheduled', className: 'RetryFailedScores', user: 'administrator', settings: SETTINGS } as const;

describe('Apex over the sandbox org', () => {
  let sandbox: SandboxOrg;
  let org: SalesforceConnection;
  let api: FakeScoringApi;
  let apex: ApexRunner;
  let leadId: string;

  const query = async <Row>(soql: string): Promise<readonly Row[]> =>
    ((await org.json({ method: 'GET', path: `/query?q=${encodeURIComponent(soql)}` })) as { records: Row[] }).records;
  const readLead = async () => {
    const fields = 'Leadlight_Score__c, Leadlight_Band__c, Leadlight_Error__c';
    return (await query<Record<string, unknown>>(`SELECT ${fields} FROM Lead WHERE Id = '${leadId}'`))[0];
  };
  const markFailed = () =>
    org.request({
      method: 'PATCH',
      path: `/sobjects/Lead/${leadId}`,
      body: { Leadlight_Error__c: 'UNREACHABLE', Leadlight_Failures__c: 1, Leadlight_Score__c: null },
    });
  const call = async (className: string, methodName: string, parameters: object = {}, user: ApexUser = 'rep') => {
    const task = { kind: 'call', className, methodName, user, settings: SETTINGS } as const;
    const { response } = await apex.run({ ...task, parameters: parameters as Record<string, unknown> });
    return response;
  };

  beforeAll(async () => {
    sandbox = await startSandboxOrg(30);
    org = sandbox.connection;
    api = await startFakeScoringApi();
    apex = createApexRunner({ org, service: api.service, sharing: ALL_SHARED, log: () => undefined });
    const [lead] = await query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = false ORDER BY Id LIMIT 1');
    leadId = lead!.Id;
    const scores = [{ ...example.scores[0], leadId }];
    api.respondWith(200, { ...example, scores, problems: [] }, true);
  });

  afterAll(async () => {
    await apex?.close();
    await api?.close();
    await sandbox?.close();
  });

  it('scores a lead of the org for a rep, and refuses a user without permission sets', async () => {
    expect(await call('LeadScoreController', 'scoreLead', { leadId })).toMatchObject({
      ok: true,
      result: { scores: [{ leadId, score: 87 }] },
    });
    expect(await call('LeadScoreController', 'scoreLead', { leadId }, 'nobody')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('LeadScoreController') },
    });
  });

  it('does not score a converted lead or one that the org does not have', async () => {
    const [converted] = await query<{ Id: string }>('SELECT Id FROM Lead WHERE IsConverted = true LIMIT 1');
    const messageFor = async (id: string) => {
      const response = await call('LeadScoreController', 'scoreLead', { leadId: id });
      return response?.ok === false ? response.error.message : undefined;
    };
    expect(await messageFor(converted!.Id)).toContain('converted');
    expect(await messageFor('00Q000000000001AAA')).toContain('do not have access');
  });

  it('lets a rep try values in the company’s own fields', async () => {
    api.respondWith(200, readExample('what-if.response'), true);
    const response = await call('LeadScoreController', 'whatIf', { leadId, fields: { Product_Interest__c: 'Drones' } });
    expect(response).toMatchObject({ ok: true });
    api.respondWith(200, { ...example, scores: [{ ...example.scores[0], leadId }], problems: [] }, true);
  });

  it('renews a key: the org stores it, its id can be read, and the next call is sent with it', async () => {
    const principal = {
      externalCredential: 'Leadlight_API',
      principalName: 'Scoring',
      principalType: 'NamedPrincipal',
    };
    const path = '/named-credentials/credential';
    const read = async () =>
      (await org.json({ method: 'GET', path: `${path}?${new URLSearchParams(principal)}` })) as {
        credentials: Record<string, { value: string | null }>;
      };
    const credentials = {
      ApiKey: { value: 'the first key', encrypted: true },
      KeyId: { value: 'key_8192a3b4c5d6e7f8', encrypted: false },
      Region: { value: 'eu', encrypted: false },
    };
    await org.request({ method: 'POST', path, body: { ...principal, authenticationProtocol: 'Custom', credentials } });
    api.respondWith();
    const renew = (user: ApexUser) => call('ServiceKeysController', 'renewKey', { principal: 'Scoring' }, user);
    expect(await renew('rep')).toMatchObject({ ok: false });
    expect((await read()).credentials.KeyId?.value).toBe('key_8192a3b4c5d6e7f8');

    expect(await renew('administrator')).toEqual({ ok: true, result: null });
    const { key, keyId } = readExample('renew-key.response') as { key: string; keyId: string };
    expect((await read()).credentials).toMatchObject({
      ApiKey: { value: null },
      KeyId: { value: keyId },
      Region: { value: 'eu' },
    });
    expect(api.requests.map((request) => request.key)).toEqual([`Bearer ${ADMIN_KEY}`, `Bearer ${ADMIN_KEY}`]);
    api.respondWith(200, { ...example, scores: [{ ...example.scores[0], leadId }], problems: [] }, true);
    await call('LeadScoreController', 'scoreLead', { leadId });
    expect(api.requests.map((request) => request.key)).toEqual([`Bearer ${key}`]);
  });

  it('keeps the key that works if the org rejects the new one, and says why without showing it', async () => {
    await org.request({ method: 'DELETE', path: `/named-credentials/credential?${ADMINISTRATION}` });
    api.respondWith();
    const response = await call('ServiceKeysController', 'renewKey', { principal: 'Administration' }, 'administrator');
    expect(response).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('earlier key stays valid') },
    });
    expect(JSON.stringify(response)).not.toContain('llk_');
    await call('LeadlightAdminController', 'listModels', {}, 'administrator');
    expect(api.requests.at(-1)?.key).toBe(`Bearer ${ADMIN_KEY}`);
    api.respondWith(200, { ...example, scores: [{ ...example.scores[0], leadId }], problems: [] }, true);
  });

  it('counts leads by band as the org does', async () => {
    await markFailed();
    await apex.run(RETRY);
    expect(await call('LeadlightAdminController', 'countByBand', {}, 'administrator')).toEqual({
      ok: true,
      result: [{ band: 'A', open: 1, converted: 0 }],
    });
  });

  it('writes the scores of the hourly retry to the org', async () => {
    await markFailed();
    expect((await scheduleRetries(apex)).scheduled).toEqual([
      expect.objectContaining({ className: 'RetryFailedScores', expression: '0 20 * * * ?' }),
    ]);
    await apex.run(RETRY);
    expect(await readLead()).toMatchObject({
      Leadlight_Score__c: 87,
      Leadlight_Band__c: 'A',
      Leadlight_Error__c: null,
    });
  });

  it('schedules nothing for a call that fails', async () => {
    api.respondWith(503, { type: '/problems/storage-unavailable' });
    const task = {
      kind: 'call',
      className: 'LeadlightAdminController',
      user: 'administrator',
      settings: SETTINGS,
    } as const;
    const failed = await apex.run({ ...task, methodName: 'listModels', parameters: {} });
    expect([failed.response?.ok, failed.scheduled]).toEqual([false, []]);
  });

  it('marks leads whose retry fails', async () => {
    await markFailed();
    api.respondWith(503, { type: '/problems/storage-unavailable' });
    await apex.run(RETRY);
    expect(await readLead()).toMatchObject({
      Leadlight_Score__c: null,
      Leadlight_Error__c: expect.stringMatching(/BUSY/),
    });
  });
});
