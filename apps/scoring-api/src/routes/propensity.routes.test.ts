import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS } from '@leadlight/common';
import {
  ModelChecks,
  Problem,
  Propensities,
  Propensity,
  readExample,
  RecordScore,
  type Reason,
} from '@leadlight/contract';
import type { LeadField } from '@leadlight/lead-features';
import { readyMade } from '@leadlight/propensity';
import { openStorage, type Storage } from '@leadlight/storage';
import { allowKeyObjects, createApiKey, KEY_SCOPES, type RecordVersionRow } from '@leadlight/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type RunningService } from '../compose.ts';
import { CREDENTIAL_CACHE_MS } from '../http/credential-verifier.ts';
import { parseServiceSettings } from '../service-settings.ts';
import { testModel } from '../testing/test-model.ts';

const ORG = '00D000000000001EAA';
const OTHER = '00D000000000002EAA';
const CHURNS = readyMade.find(({ id }) => id === 'account-churns')!;
const MODEL = testModel(1).entry.id;
const clock = { now: () => Date.now() };
const NOW = Date.now();

const [ACTIVE, INACTIVE, NEW, MERGED] = [1, 2, 3, 4].map((id) => `00100000000000${id}AAA`) as [
  string,
  string,
  string,
  string,
];
const version = (object: string, id: string, more: Partial<RecordVersionRow> = {}): RecordVersionRow => ({
  ...{ kind: 'version', object, id, createdAt: NOW - 900 * DAY_MS, changedAt: NOW - 800 * DAY_MS, deleted: false },
  ...{ parents: {}, fields: {} },
  ...more,
});
const purchase = (id: string, accountId: string, daysAgo: number) => {
  const at = NOW - daysAgo * DAY_MS;
  const fields = { IsWon: true, LastStageChangeDate: new Date(at).toISOString(), Amount: 100 };
  return version('Opportunity', id, { createdAt: at, changedAt: at, parents: { AccountId: accountId }, fields });
};

const FIELD: LeadField = {
  ...{ name: 'Industry', label: 'Industry', type: 'picklist', custom: false },
  past: { kind: 'tracked', since: 0 },
};

const { reasons, baselineScore, otherPoints, similarRecords } = RecordScore.parse(readExample('record-score.response'));
const scoreOf = (subjectId: string, probability: number) => ({
  modelId: MODEL,
  update: {
    ...{ leadId: subjectId, score: 87, band: 'A' as const, qualified: false, probability, unranked: null },
    reasons: JSON.stringify({ baseline: 0.12, baselineScore, otherPoints, similarLeads: similarRecords, reasons }),
    ...{ modelLabel: 'v1', scoredAt: NOW - DAY_MS, inputHash: 'h' },
  },
});

describe('propensity routes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-propensity-'));
  let storage: Storage;
  let service: RunningService;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    storage = await openStorage({ folder });
    const addKey = async (name: string, org: string, objects: readonly string[]) => {
      const { key } = await createApiKey({ ...storage, clock }, org, name, { scopes: KEY_SCOPES, objects });
      keys[name] = key;
    };
    await addKey('leads', ORG, []);
    await addKey('accounts', ORG, ['Account']);
    await addKey('other', OTHER, ['Account']);
    const rows = [ACTIVE, INACTIVE, NEW].map((id) => version('Account', id));
    const merged = version('Account', MERGED, { deleted: true });
    const purchases = [
      purchase('006000000000001AAA', ACTIVE, 20),
      purchase('006000000000002AAA', INACTIVE, 300),
      purchase('006000000000003AAA', NEW, 3),
    ];
    await storage.subjectRecords.append(ORG, 's', [...rows, merged, ...purchases], 'c1');
    await storage.subjectScores.store(ORG, CHURNS.id, [scoreOf(ACTIVE, 0.3), scoreOf(INACTIVE, 0.4)], false);
    await storage.orgs.markSynced(ORG, 1);
    service = await startService(
      parseServiceSettings(['--port', '0', '--folder', folder], {})!,
      pino({ level: 'silent' }),
    );
  });
  afterAll(async () => {
    await service.stop();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (path: string, method = 'GET', body?: unknown, key = 'accounts') => {
    const response = await fetch(`${service.url}/v1/propensities${path}`, {
      method,
      headers: { authorization: `Bearer ${keys[key]}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  const problemOf = async (...request: Parameters<typeof send>) => {
    const { status, body } = await send(...request);
    const { type, detail, reason, errors } = Problem.parse(body);
    return { status, type: type.replace('/problems/', ''), detail, reason, errors };
  };
  const score = (id: string, key?: string) => problemOf(`/${CHURNS.id}/records/${id}/score`, 'GET', undefined, key);

  it('list the ready-made ones until they are added', async () => {
    const before = Propensities.parse((await send('')).body);
    expect(before.propensities).toEqual([]);
    expect(before.readyMade.map(({ id }) => id)).toEqual(readyMade.map(({ id }) => id));
    expect(await problemOf(`/${CHURNS.id}`)).toMatchObject({ status: 404, type: 'propensity-not-found' });
    const added = await send(`/${CHURNS.id}`, 'PUT', { basedOn: 0, definition: CHURNS });
    expect(Propensity.parse(added.body)).toMatchObject({ revision: 1, activeModel: null, models: [], training: null });
    expect(Propensity.parse(added.body).definition).toEqual(CHURNS);
    const after = Propensities.parse((await send('')).body);
    expect(after.propensities.map(({ propensityId }) => propensityId)).toEqual([CHURNS.id]);
    expect(after.readyMade.map(({ id }) => id)).not.toContain(CHURNS.id);
  });

  it('change a definition only from the revision that was read', async () => {
    const change = { ...CHURNS, horizonDays: 150 };
    const put = (basedOn: number, definition: object = change) =>
      problemOf(`/${CHURNS.id}`, 'PUT', { basedOn, definition });
    for (const basedOn of [0, 7])
      expect(await put(basedOn)).toMatchObject({ status: 409, type: 'propensity-changed-meanwhile' });
    const { body } = await send(`/${CHURNS.id}`, 'PUT', { basedOn: 1, definition: change });
    expect(Propensity.parse(body)).toMatchObject({ revision: 2, horizonDays: 150 });
    expect((await send(`/${CHURNS.id}`, 'PUT', { basedOn: 2, definition: CHURNS })).status).toBe(200);
  });

  it('name what is wrong with a definition', async () => {
    const put = (definition: object) => problemOf(`/${CHURNS.id}`, 'PUT', { basedOn: 3, definition });
    expect(await put({ ...CHURNS, horizonDays: 0, label: ' ' })).toMatchObject({
      ...{ status: 400, type: 'propensity-invalid' },
      errors: [
        { pointer: '#/definition', detail: 'The label is empty.' },
        { detail: 'The horizon must be a whole number of days from 1 to 3650, not 0.' },
      ],
    });
    expect((await put({ ...CHURNS, id: 'other' })).errors?.[0]?.detail).toContain('another id');
    expect((await put({ ...CHURNS, object: 'Case' })).errors?.[0]?.detail).toContain('cannot change');
    expect((await put({ ...CHURNS, horizon: 3 })).errors?.[0]?.detail).toContain('no member "horizon"');
    const deep = (levels: number): object => (levels === 0 ? {} : { kind: 'anyOf', of: [deep(levels - 1)] });
    expect(await put({ ...CHURNS, event: { of: deep(500), occurs: 'within' } })).toMatchObject({
      ...{ status: 400, type: 'invalid-request' },
      errors: [{ pointer: '#/definition', detail: 'expected at most 12 levels of members' }],
    });
  });

  it('request a training once, and show it with the propensity', async () => {
    const { body } = await send(`/${CHURNS.id}/train`, 'POST');
    expect(body).toMatchObject({ kind: 'train', propensityId: CHURNS.id, state: 'waiting' });
    expect((await send(`/${CHURNS.id}/train`, 'POST')).body).toEqual(body);
    expect(Propensity.parse((await send(`/${CHURNS.id}`)).body).training).toEqual(body);
    expect(await problemOf('/none/train', 'POST')).toMatchObject({ status: 404, type: 'propensity-not-found' });
    expect(await problemOf(`/${CHURNS.id}/train`, 'POST', undefined, 'other')).toMatchObject({ status: 404 });
  });

  it('have no score before a model is active and the object is synced', async () => {
    expect(await score(ACTIVE)).toMatchObject({ status: 409, type: 'propensity-not-trained' });
    const { file, entry } = testModel(1);
    await storage.propensityModels.save(ORG, CHURNS.id, file, { ...entry, report: { horizonDays: 120 } }, false);
    const activate = (id: string) => send(`/${CHURNS.id}/models/${id}/activate`, 'POST');
    expect((await activate('none')).status).toBe(404);
    expect(Propensity.parse((await activate(MODEL)).body).activeModel).toMatchObject({ id: MODEL, active: true });
    expect(await score(ACTIVE)).toMatchObject({ status: 409, type: 'org-not-synced' });
    await storage.subjectRecords.saveFields(ORG, 'Account', [FIELD]);
    const { body } = await send(`/${CHURNS.id}/models/${MODEL}/report`);
    expect(body).toMatchObject({ model: { id: MODEL, version: 1 }, report: { horizonDays: 120 } });
    expect(await problemOf(`/${CHURNS.id}/models/none/report`)).toMatchObject({ type: 'model-not-found' });
  });

  it('return the stored score with reasons that add up to it', async () => {
    const { status, body } = await send(`/${CHURNS.id}/records/${ACTIVE.slice(0, 15)}/score`);
    expect(status, JSON.stringify(body)).toBe(200);
    const stored = RecordScore.parse(body);
    expect(stored).toMatchObject({ recordId: ACTIVE, probability: 0.3, band: 'A', model: { id: MODEL, version: 1 } });
    expect(stored).toMatchObject({ objectName: 'Account', isFavourable: false, occurs: 'notWithin' });
    const points = (list: readonly Reason[]) => list.reduce((sum, each) => sum + each.points, 0);
    expect(stored.baselineScore + points(stored.reasons) + stored.otherPoints).toBe(stored.score);
    expect(new Date(stored.scoredAt).getTime()).toBe(NOW - DAY_MS);
  });

  it('say why there is no score', async () => {
    expect(await score(INACTIVE)).toMatchObject({
      ...{ status: 409, type: 'record-outside-population' },
      reason: { code: 'outside_inactive', values: [{ format: 'count', value: 120 }], names: ['Purchases'] },
    });
    expect((await score(MERGED)).reason?.code).toBe('outside_deleted');
    expect(await score(NEW)).toMatchObject({ status: 409, type: 'record-not-scored' });
    expect(await score('001000000000009AAA')).toMatchObject({ status: 404, type: 'record-not-found' });
    // A record of another object.
    expect(await score('006000000000001AAA')).toMatchObject({ status: 404, type: 'record-not-found' });
    expect(await score('none')).toMatchObject({ status: 400, type: 'invalid-request' });
  });

  it('show a key only records of the objects that it may see', async () => {
    const refused = {
      status: 403,
      type: 'object-not-allowed',
      detail: 'This key may not see records of the object Account.',
    };
    for (const id of [ACTIVE, INACTIVE, '001000000000009AAA']) expect(await score(id, 'leads')).toMatchObject(refused);
    expect(await score(ACTIVE, 'other')).toMatchObject({ status: 404, type: 'propensity-not-found' });
    const entry = (await storage.apiKeys.list(ORG)).find(({ name }) => name === 'leads')!;
    await allowKeyObjects({ ...storage, clock }, ORG, entry.id, ['Account']);
    const allowed = async () => (await send(`/${CHURNS.id}/records/${ACTIVE}/score`, 'GET', undefined, 'leads')).status;
    await expect.poll(allowed, { timeout: 5 * CREDENTIAL_CACHE_MS }).toBe(200);
  });

  it('show the checks of the models of one propensity', async () => {
    expect((await send(`/${CHURNS.id}/checks`)).body).toEqual({ checks: [], measures: [], events: [] });
    const figures = { performance: null, calibration: { rows: 40, predicted: 0.2, observed: 0.3 }, measures: [] };
    const check = { checkedAt: NOW, modelId: MODEL, modelVersion: 1, figures };
    await storage.modelChecks.append(ORG, { ...check, propensityId: CHURNS.id });
    const { body } = await send(`/${CHURNS.id}/checks`);
    expect(ModelChecks.parse(body).checks).toMatchObject([{ modelVersion: 1, calibration: { observed: 0.3 } }]);
    const ofLeads = await fetch(`${service.url}/v1/checks`, { headers: { authorization: `Bearer ${keys.accounts}` } });
    expect(await ofLeads.json()).toEqual({ checks: [], measures: [], events: [] });
    expect(await problemOf('/none/checks')).toMatchObject({ status: 404, type: 'propensity-not-found' });
  });

  it('stop scoring when a propensity is deactivated', async () => {
    const { body } = await send(`/${CHURNS.id}/deactivate`, 'POST');
    expect(Propensity.parse(body)).toMatchObject({ activeModel: null, newestModel: { id: MODEL, active: false } });
    expect(await score(ACTIVE)).toMatchObject({ type: 'propensity-not-trained' });
  });
});
