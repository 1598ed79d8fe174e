import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument, readExample, type CreateAudienceRequest } from '@leadlight/contract';
import type { LeadField } from '@leadlight/lead-features';
import { readyMade } from '@leadlight/propensity';
import { openStorage, type Storage } from '@leadlight/storage';
import { KEY_SCOPES, createApiKey } from '@leadlight/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type RunningService } from './compose.ts';
import { parseServiceSettings } from './service-settings.ts';
import { testModel } from './testing/test-model.ts';

const ORG = '00D000000000001EAA';
const LEAD = '00Q000000000001EAA';

const FIELD: LeadField = {
  ...{ name: 'LeadSource', label: 'Lead source', type: 'picklist', custom: false },
  past: { kind: 'tracked', since: 0 },
};

const EXAMPLE = readExample('create-audience.request') as CreateAudienceRequest;
/** Of a channel and conditions whose fields the org has. */
const AUDIENCE: CreateAudienceRequest = {
  ...EXAMPLE,
  definition: { ...EXAMPLE.definition, channel: 'other', conditions: [] },
};

const CHURNS = readyMade.find(({ id }) => id === 'account-churns')!;

const FAILED = { failure: { code: 'stopped', message: 'Stopped.' } };

interface Act {
  readonly body?: unknown;
  readonly act: string;
  readonly subject: string;
}

/** The audit log entry of every audited operation. A missing operation fails the test. */
const acts: Readonly<Record<string, Act>> = {
  'post /v1/models/{modelId}/activate': { act: 'model.activate', subject: testModel(1).entry.id },
  'put /v1/settings': { body: { change: { goal: { kind: 'won' } } }, act: 'settings.change', subject: 'settings:1' },
  'post /v1/settings/undo': { act: 'settings.undo', subject: 'settings:2' },
  'post /v1/experiment': {
    body: { baseRate: 0.1 },
    act: 'experiment.start',
    subject: expect.stringMatching(/^exp_/) as string,
  },
  'post /v1/experiment/stop': { body: {}, act: 'experiment.stop', subject: expect.stringMatching(/^exp_/) as string },
  'post /v1/notifications/{route}': { body: { isOn: true }, act: 'notifications.on', subject: 'salesforce' },
  'post /v1/notifications/{route}/test': { act: 'notifications.test', subject: 'salesforce' },
  'post /v1/alerts': { body: { jumpPoints: 30 }, act: 'alerts.change', subject: 'jumpPoints' },
  'post /v1/alerts/test': { body: readExample('test-alert.request'), act: 'alerts.test', subject: 'salesforce' },
  'post /v1/challengers': { body: {}, act: 'challenger.start', subject: testModel(2).entry.id },
  'post /v1/challengers/stop': { act: 'challenger.stop', subject: testModel(2).entry.id },
  'post /v1/audiences': { body: AUDIENCE, act: 'audience.create', subject: expect.stringMatching(/^aud_/) as string },
  'put /v1/audiences/{audienceId}': {
    body: { revision: 1, definition: AUDIENCE.definition, campaignId: AUDIENCE.campaignId },
    act: 'audience.change',
    subject: expect.stringMatching(/^aud_\w+:2$/) as string,
  },
  'post /v1/audiences/{audienceId}/confirm': {
    body: { revision: 2 },
    act: 'audience.confirm',
    subject: expect.stringMatching(/^aud_\w+:2$/) as string,
  },
  'post /v1/audiences/{audienceId}/write': {
    act: 'audience.write',
    subject: expect.stringMatching(/^aud_\w+:2$/) as string,
  },
  'delete /v1/audiences/{audienceId}': { act: 'audience.delete', subject: expect.stringMatching(/^aud_/) as string },
  'put /v1/propensities/{propensityId}': {
    body: { basedOn: 0, definition: CHURNS },
    act: 'propensity.add',
    subject: CHURNS.id,
  },
  'post /v1/propensities/{propensityId}/train': { act: 'propensity.train', subject: CHURNS.id },
  'post /v1/propensities/{propensityId}/models/{modelId}/activate': {
    act: 'propensity.model.activate',
    subject: `${CHURNS.id}/${testModel(1).entry.id}`,
  },
  'post /v1/propensities/{propensityId}/deactivate': { act: 'propensity.deactivate', subject: CHURNS.id },
  'post /v1/jobs': { body: { kind: 'train' }, act: 'job.train', subject: expect.any(String) as string },
  'post /v1/keys/{keyId}/renew': { act: 'key.renew', subject: expect.stringMatching(/^key_/) as string },
  'get /v1/leads/{leadId}': { act: 'lead.export', subject: 'lead' },
  'delete /v1/leads/{leadId}': { act: 'lead.erase', subject: 'lead' },
};

const operations = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item ?? {}).map(([method, operation]) => ({
    name: `${method} ${path}`,
    description: (operation as { readonly description?: string }).description ?? '',
  })),
);

describe('audit log of administrative operations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-audit-'));
  let storage: Storage;
  let service: RunningService;
  let key: string;
  let keyId: string;

  beforeAll(async () => {
    storage = await openStorage({ folder });
    const made = await createApiKey({ ...storage, clock: { now: () => Date.now() } }, ORG, 'a', { scopes: KEY_SCOPES });
    [key, keyId] = [made.key, made.entry.id];
    const { file: churnFile, entry: churnEntry } = testModel(1);
    await storage.propensityModels.save(ORG, CHURNS.id, churnFile, churnEntry, false);
    for (const seed of [1, 2]) {
      const { file, entry } = testModel(seed);
      await storage.models.save(ORG, file, entry, seed === 2);
    }
    await storage.orgs.saveFields(ORG, [FIELD]);
    await storage.orgs.markSynced(ORG, 1);
    service = await startService(
      parseServiceSettings(['--port', '0', '--folder', folder], {})!,
      pino({ level: 'silent' }),
    );
    const score = readExample('score-new-lead.request') as { leads: { leadId: string }[] };
    const body = { leads: [{ ...score.leads[0], leadId: LEAD }] };
    expect((await send('post /v1/scores', body)).status).toBe(200);
  });
  afterAll(async () => {
    await service.stop();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (operation: string, body?: unknown, name?: string) => {
    const [method = '', path = ''] = operation.split(' ');
    const [audience] = await storage.audiences.list(ORG);
    const url = path
      .replace('{propensityId}', CHURNS.id)
      .replace('{modelId}', testModel(1).entry.id)
      .replace('{leadId}', LEAD)
      .replace('{keyId}', keyId)
      .replace('{route}', 'salesforce')
      .replace('{audienceId}', audience?.id ?? '');
    const named = name === undefined ? {} : { 'idempotency-key': name };
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...named };
    return fetch(service.url + url, {
      method: method.toUpperCase(),
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  };

  it('are all listed in this test', () => {
    const audited = operations.filter(({ description }) => description.includes('audited')).map(({ name }) => name);
    expect(audited.toSorted()).toEqual(Object.keys(acts).toSorted());
    // Operations of an administrator that change something; scores and feedback have logs of their own.
    const changing = operations.filter(
      ({ name, description }) =>
        !name.startsWith('get') && description.includes('`admin`') && !description.startsWith('Changes nothing'),
    );
    expect(changing.filter(({ description }) => !description.includes('audited'))).toEqual([]);
  });

  it.each(Object.entries(acts))(
    '%s leaves one row that says who did what',
    async (operation, { body, act, subject }) => {
      // A job that waits would be returned instead of a new one.
      const open = await storage.jobs.findOpen(ORG);
      if (open) await storage.jobs.end(ORG, open.id, await storage.jobs.begin(ORG, open.id, 1), FAILED, 2);
      const before = (await storage.auditLog.list(ORG, 100)).length;
      const response = await send(operation, body);
      expect(response.status, await response.clone().text()).toBe(200);
      const rows = await storage.auditLog.list(ORG, 100);
      expect(rows.length).toBe(before + 1);
      expect(rows[0]).toMatchObject({ actor: `api:${keyId}`, act, subject });
      expect(JSON.stringify(rows)).not.toContain(LEAD);
    },
  );

  it('are done once for each Idempotency-Key', async () => {
    const change = { change: { threshold: 0.4 } };
    const before = (await storage.auditLog.list(ORG, 100)).length;
    const [first, second] = [
      await send('put /v1/settings', change, 'change-1'),
      await send('put /v1/settings', change, 'change-1'),
    ];
    expect([first.headers.has('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([
      false,
      'true',
    ]);
    expect(await second.text()).toBe(await first.text());
    expect(await storage.auditLog.list(ORG, 100)).toHaveLength(before + 1);
    const other = await send('put /v1/settings', { change: { threshold: 0.3 } }, 'change-1');
    expect([other.status, await other.json()]).toMatchObject([422, { type: '/problems/idempotency-key-reused' }]);
    for (let request = 0; request < 2; request++) {
      expect((await send('post /v1/settings/undo', undefined, 'undo-1')).status).toBe(200);
    }
    expect(await storage.auditLog.list(ORG, 100)).toHaveLength(before + 2);
  });

  it('leave no entry when they are rejected', async () => {
    const before = await storage.auditLog.list(ORG, 100);
    for (const operation of Object.keys(acts)) {
      const [method = '', path = ''] = operation.split(' ');
      const url = service.url + path.replaceAll(/\{\w+\}/g, 'none');
      expect((await fetch(url, { method: method.toUpperCase() })).status).toBe(401);
    }
    expect(await storage.auditLog.list(ORG, 100)).toEqual(before);
  });
});
