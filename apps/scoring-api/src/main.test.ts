import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  DataQuality,
  FeedbackResponse,
  LeadErasure,
  LeadExport,
  LeadScoreHistory,
  Models,
  Problem,
  ScoreLeadsResponse,
  ScoringSettingsState,
} from '@leadlight/contract';
import { openStorage, type Storage } from '@leadlight/storage';
import { KEY_SCOPES, createApiKey, revokeApiKey } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseServiceSettings } from './service-settings.ts';
import { testModel } from './testing/test-model.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const ORG = '00D000000000001EAA';
const LEAD = '00Q000000000001EAA';
const clock = { now: () => Date.now() };
const folder = mkdtempSync(join(tmpdir(), 'leadlight-api-'));

const start = (...args: readonly string[]) => spawn(process.execPath, [MAIN, '--folder', folder, ...args]);

/** Waits for the line with the URL of the service. */
async function listening(child: ReturnType<typeof start>): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  lines.close();
  return (JSON.parse(line) as { listening: string }).listening;
}

async function outcome(child: ReturnType<typeof start>): Promise<{ code: number | null; stderr: string }> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr };
}

let storage: Storage;
let url: string;
let child: ReturnType<typeof start>;
let key: string;

const call = (path: string, init: RequestInit = {}, as = key) =>
  fetch(url + path, { ...init, headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' } });
const score = (leads: unknown, as = key) => call('/v1/scores', { method: 'POST', body: JSON.stringify({ leads }) }, as);

beforeAll(async () => {
  storage = await openStorage({ folder });
  key = (await createApiKey({ ...storage, clock }, ORG, 'Scoring')).key;
  const lead = {
    kind: 'lead' as const,
    id: LEAD,
    changedAt: 1,
    createdAt: 1,
    deleted: false,
    convertedAt: null,
    contactId: null,
    opportunityId: null,
    fields: { LeadSource: 'Referral', NumberOfEmployees: 300, LastName: 'Wildgruber' },
  };
  await storage.leadHistories.append(ORG, 'Lead', [lead], 'c1');
  child = start('--port', '0');
  url = await listening(child);
});

afterAll(async () => {
  const exited = once(child, 'exit');
  if (child.kill('SIGKILL')) await exited;
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the service as a process', () => {
  it('answers 409 until the org has a model, then scores', async () => {
    const rejected = await score([{ leadId: LEAD }]);
    expect([rejected.status, Problem.parse(await rejected.json()).type]).toEqual([409, '/problems/no-active-model']);
    const { file, entry } = testModel(1);
    await storage.models.save(ORG, file, entry, true);
    const response = ScoreLeadsResponse.parse(await (await score([{ leadId: LEAD }])).json());
    expect(response.model).toMatchObject({ id: entry.id, version: 1 });
    expect(response.scores[0]).toMatchObject({ leadId: LEAD, qualified: true });
    expect(response.scores[0]?.reasons.map(({ field }) => field)).toContain('LeadSource');
  });

  it('knows a lead by its id of 15 characters on every route', async () => {
    const short = LEAD.slice(0, 15);
    const { scores } = ScoreLeadsResponse.parse(await (await score([{ leadId: short }, { leadId: LEAD }])).json());
    expect(scores.map(({ leadId }) => leadId)).toEqual([LEAD, LEAD]);
    expect(scores[0]).toEqual(scores[1]);
    const whatIf = await call('/v1/what-if', { method: 'POST', body: JSON.stringify({ leadId: short }) });
    expect(await whatIf.json()).toMatchObject({ leadId: LEAD, now: { score: scores[0]!.score } });
    const history = LeadScoreHistory.parse(await (await call(`/v1/leads/${short}/scores`)).json());
    expect([history.leadId, history.scores.length]).toEqual([LEAD, 3]);
    const admin = (await createApiKey({ ...storage, clock }, ORG, 'Admin', { scopes: KEY_SCOPES })).key;
    const exported = LeadExport.parse(await (await call(`/v1/leads/${short}`, {}, admin)).json());
    expect([exported.leadId, exported.scores.length]).toEqual([LEAD, 3]);
  });

  it('warns over HTTP of numbers and dates in a local form', async () => {
    const sent = [1200, '1,200', '1.200'].map((NumberOfEmployees, index) => ({
      leadId: `local-${index}`,
      fields: { LeadSource: 'Web', NumberOfEmployees, CreatedDate: '31/12/2025' },
    }));
    const { scores } = ScoreLeadsResponse.parse(await (await score(sent)).json());
    const notADate = { code: 'not_a_date', field: 'CreatedDate' };
    const notANumber = { code: 'not_a_number', field: 'NumberOfEmployees' };
    expect(scores.map(({ warnings }) => warnings)).toEqual([
      [{ code: 'not_synced' }, notADate],
      [{ code: 'not_synced' }, notANumber, notADate],
      [{ code: 'not_synced' }, notANumber, notADate],
    ]);
  });

  it('answers a repeated request with the bytes of the first response, and logs it once', async () => {
    const lead = '00Q000000000009EAA';
    const send = (fields: unknown) =>
      fetch(`${url}/v1/scores`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': 'queueable-0001',
        },
        body: JSON.stringify({ leads: [{ leadId: lead, fields }] }),
      });
    const [first, second] = [await send({ LeadSource: 'Web' }), await send({ LeadSource: 'Web' })];
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(await second.text()).toBe(await first.text());
    const other = await send({ LeadSource: 'Referral' });
    expect([other.status, await other.json()]).toMatchObject([422, { type: '/problems/idempotency-key-reused' }]);
    expect(LeadScoreHistory.parse(await (await call(`/v1/leads/${lead}/scores`)).json()).scores).toHaveLength(1);
  });

  it('returns the history of a score as it was given', async () => {
    const given = ScoreLeadsResponse.parse(await (await score([{ leadId: LEAD }])).json());
    const history = LeadScoreHistory.parse(await (await call(`/v1/leads/${LEAD}/scores?limit=1`)).json());
    const { id, version } = given.model;
    expect(history).toEqual({ leadId: LEAD, scores: [{ ...given.scores[0], model: { id, version } }] });
  });

  it('uses a newly activated model within seconds, without a restart', async () => {
    const { file, entry } = testModel(2);
    await storage.models.save(ORG, file, entry, true);
    await expect
      .poll(async () => ScoreLeadsResponse.parse(await (await score([{ leadId: LEAD }])).json()).model.id, {
        timeout: 10_000,
      })
      .toBe(entry.id);
    const { models } = Models.parse(await (await call('/v1/models')).json());
    expect(models.map(({ version, active }) => [version, active])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it('isolates an org from another one on every route', async () => {
    const options = { scopes: KEY_SCOPES };
    const other = (await createApiKey({ ...storage, clock }, '00D000000000002EAA', 'Other', options)).key;
    const modelId = (await storage.models.findActive(ORG))!.id;
    const post = (path: string, body: unknown) => call(path, { method: 'POST', body: JSON.stringify(body) }, other);
    const responses = await Promise.all([
      score([{ leadId: LEAD }], other),
      post('/v1/what-if', { leadId: LEAD, fields: {} }),
      post(`/v1/models/${modelId}/activate`, {}),
      call(`/v1/models/${modelId}/report`, {}, other),
      call(`/v1/leads/${LEAD}`, {}, other),
    ]);
    for (const response of responses) expect([404, 409], response.url).toContain(response.status);
    expect(await (await call(`/v1/leads/${LEAD}/scores`, {}, other)).json()).toEqual({ leadId: LEAD, scores: [] });
    expect(await (await call('/v1/models', {}, other)).json()).toEqual({ models: [] });
    const erased = await call(`/v1/leads/${LEAD}`, { method: 'DELETE' }, other);
    const { found, removed } = LeadErasure.parse(await erased.json());
    expect(found).toBe(false);
    expect(Object.values(removed).every((rows) => rows === 0)).toBe(true);
    expect(LeadScoreHistory.parse(await (await call(`/v1/leads/${LEAD}/scores`)).json()).scores.length).toBeGreaterThan(
      0,
    );
    expect((await storage.models.findActive(ORG))!.id).toBe(modelId);
  });

  it('counts feedback on reasons only for the administrators of its org', async () => {
    const options = { scopes: KEY_SCOPES };
    const [admin, other] = await Promise.all(
      [ORG, '00D000000000002EAA'].map(
        async (org) => (await createApiKey({ ...storage, clock }, org, 'Admin', options)).key,
      ),
    );
    const modelId = (await storage.models.findActive(ORG))!.id;
    const said = { id: randomUUID(), leadId: LEAD, modelId, verdict: 'wrong', feature: 'lead_source' };
    const rejections = [{ leadId: '00Q000000000777' }, { modelId: 'f'.repeat(16) }, { feature: 'nothing' }].map(
      async (change) => {
        const body = JSON.stringify({ ...said, ...change });
        const response = await call('/v1/feedback', { method: 'POST', body });
        return [response.status, Problem.parse(await response.json()).type];
      },
    );
    expect(await Promise.all(rejections)).toEqual([
      [404, '/problems/lead-not-found'],
      [404, '/problems/model-not-found'],
      [422, '/problems/feature-not-found'],
    ]);
    const given = await call('/v1/feedback', { method: 'POST', body: JSON.stringify(said) });
    expect(FeedbackResponse.parse(await given.json())).toEqual({ id: said.id, repeated: false });
    const { features } = DataQuality.parse(await (await call('/v1/data-quality', {}, admin)).json());
    expect(features[0]).toMatchObject({ feature: 'lead_source', wrong: 1, complaints: [{ leadId: LEAD }] });
    expect(await (await call('/v1/data-quality', {}, other)).json()).toMatchObject({ features: [] });
  });

  it('changes the settings of the key’s org only, detects a concurrent change, and records who made it', async () => {
    const other = '00D000000000002EAA';
    const type = 'picklist';
    const source = {
      name: 'LeadSource',
      label: 'Lead Source',
      type,
      custom: false,
      past: { kind: 'immutable' },
    } as const;
    for (const org of [ORG, other]) await storage.orgs.saveFields(org, [source]);
    const options = { scopes: KEY_SCOPES };
    const [admin, stranger] = await Promise.all(
      [ORG, other].map(async (org) => (await createApiKey({ ...storage, clock }, org, 'Admin', options)).key),
    );
    const change = (threshold: number) =>
      call('/v1/settings', { method: 'PUT', body: JSON.stringify({ basedOn: 0, change: { threshold } }) }, admin);
    const changed = ScoringSettingsState.parse(await (await change(0.3)).json());
    expect([changed.revision, changed.settings.threshold]).toEqual([1, 0.3]);
    expect((await change(0.4)).status).toBe(409);
    expect(await (await call('/v1/settings', {}, stranger)).json()).toMatchObject({ revision: 0, canUndo: false });
    expect((await call('/v1/settings/undo', { method: 'POST' }, stranger)).status).toBe(409);
    const undone = ScoringSettingsState.parse(
      await (await call('/v1/settings/undo', { method: 'POST' }, admin)).json(),
    );
    expect([undone.revision, undone.settings.threshold]).toEqual([2, 0.5]);
    const acts = (await storage.auditLog.list(ORG, 2)).map(({ act, subject }) => [act, subject]);
    expect(acts.toSorted()).toEqual([
      ['settings.change', 'settings:1'],
      ['settings.undo', 'settings:2'],
    ]);
  });

  it('lets an administrator activate an earlier model, export a lead and erase it', async () => {
    const admin = (await createApiKey({ ...storage, clock }, ORG, 'Admin', { scopes: KEY_SCOPES })).key;
    const { models } = Models.parse(await (await call('/v1/models')).json());
    const earlier = models.at(-1)!;
    const activated = await call(`/v1/models/${earlier.id}/activate`, { method: 'POST' }, admin);
    expect(await activated.json()).toEqual({ ...earlier, active: true });
    await score([{ leadId: 'gone', fields: { LeadSource: 'Web' } }]);
    const exported = LeadExport.parse(await (await call('/v1/leads/gone', {}, admin)).json());
    expect([exported.history, exported.scores.length]).toEqual([null, 1]);
    expect((await call('/v1/leads/gone', { method: 'DELETE' }, admin)).status).toBe(200);
    expect((await call('/v1/leads/gone', {}, admin)).status).toBe(404);
    const acts = (await storage.auditLog.list(ORG, 3)).map(({ act }) => act);
    expect(acts.toSorted()).toEqual(['lead.erase', 'lead.export', 'model.activate']);
  });

  it('rejects a revoked key within seconds', async () => {
    const made = await createApiKey({ ...storage, clock }, ORG, 'Short-lived');
    expect((await call('/v1/models', {}, made.key)).status).toBe(200);
    await revokeApiKey({ ...storage, clock }, ORG, made.entry.id);
    await expect.poll(async () => (await call('/v1/models', {}, made.key)).status, { timeout: 10_000 }).toBe(401);
  });

  it.each([
    ['--port', []],
    ['--metrics-port', ['--port', '0']],
  ])('reports that the port of %s is in use, and ends', async (option, others) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await outcome(start(...others, option, String(port)));
    taken.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `Cannot listen on 127.0.0.1 port ${port}: another process uses it. Stop that process, or choose another port with ${option}.\nSee docs/errors.md#listen_failed\n`,
    );
  });

  it.each([['--port', 'x'], ['--nonsense'], ['--port', '70000']])(
    'has no settings for the options %s %s',
    (...args) => {
      expect(() => parseServiceSettings(args, {})).toThrow(expect.objectContaining({ code: 'service_options' }));
    },
  );

  it('rejects invalid options', async () => {
    const { code, stderr } = await outcome(start('--port', '70000'));
    expect(code).toBe(1);
    expect(stderr).toMatch(/--help\.\nSee docs\/errors\.md#service_options\n$/);
    expect(stderr).not.toContain('    at ');
  });

  it('ends with 0 on SIGTERM, after the responses in progress', async () => {
    const response = score([{ leadId: LEAD }]);
    await response;
    child.kill('SIGTERM');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(0);
    expect((await response).status).toBe(200);
  });
});
