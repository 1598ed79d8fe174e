import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountConversion, Problem } from '@leadlight/contract';
import { openStorage, type Storage } from '@leadlight/storage';
import { createApiKey, KEY_SCOPES, type LeadScoreUpdate } from '@leadlight/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type RunningService } from '../compose.ts';
import { parseServiceSettings } from '../service-settings.ts';
import { testModel } from '../testing/test-model.ts';

const ORG = '00D000000000001EAA';
const OTHER = '00D000000000002EAA';
const ACCOUNT = '001000000000001AAA';
const [ANN, ANN_AGAIN, BO, CY] = [1, 2, 3, 4].map((id) => `00Q00000000000${id}AAA`) as [string, string, string, string];
const NOW = Date.UTC(2026, 10, 30);

const leadOf = (id: string, Email: string) => ({
  ...{ kind: 'lead' as const, id, createdAt: NOW, changedAt: NOW, convertedAt: null, contactId: null },
  ...{ opportunityId: null, deleted: false, fields: { Email, Company: 'Acme Ltd' } },
});

const scoreOf = (leadId: string, probability: number, accountId: string | null = null): LeadScoreUpdate => ({
  ...{ leadId, score: 80, band: 'B', qualified: true, probability, unranked: null, modelLabel: 'v1', inputHash: 'h' },
  ...{ reasons: JSON.stringify({ reasons: [] }), scoredAt: NOW },
  company: { accountId, domain: 'acme.example', name: 'acme' },
});

describe('accounts as a whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-accounts-'));
  let storage: Storage;
  let service: RunningService;
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    storage = await openStorage({ folder });
    for (const [name, org] of [
      ['own', ORG],
      ['other', OTHER],
    ] as const) {
      keys[name] = (
        await createApiKey({ ...storage, clock: { now: () => Date.now() } }, org, name, { scopes: KEY_SCOPES })
      ).key;
    }
    const leads = [
      leadOf(ANN, 'ann@acme.example'),
      leadOf(ANN_AGAIN, 'Ann@Acme.example'),
      leadOf(BO, 'bo@acme.example'),
      leadOf(CY, 'cy@acme.example'),
    ];
    await storage.leadHistories.append(ORG, 'Lead', leads, '');
    const scores = [scoreOf(ANN, 0.5), scoreOf(ANN_AGAIN, 0.4), scoreOf(BO, 0.5, ACCOUNT), scoreOf(CY, 0.1)];
    await storage.outbox.enqueue(ORG, [], scores);
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

  const get = async (path: string, key = 'own') => {
    const headers = { authorization: `Bearer ${keys[key]}` };
    const response = await fetch(`${service.url}/v1/accounts/${path}`, { headers });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it('need an active model', async () => {
    const { status, body } = await get(`${ACCOUNT}/conversion`);
    expect([status, Problem.parse(body).type]).toEqual([409, '/problems/no-active-model']);
  });

  it('have the people of the lookup, the domains and the name, each once, and the measured dependence', async () => {
    const { file, entry } = testModel(1);
    const report = { dependence: { dependence: 0.5, level: 0 }, horizonDays: 60 };
    await storage.models.save(ORG, file, { ...entry, report }, true);
    const byId = AccountConversion.parse((await get(`${ACCOUNT}/conversion`)).body);
    expect(byId.people.map(({ leadId, foundBy, share }) => [leadId, foundBy, share])).toEqual([[BO, 'account', 1]]);
    expect(byId).toMatchObject({ probability: 0.5, basis: 'one_person', horizonDays: 60 });

    const { body } = await get(`${ACCOUNT}/conversion?domains=https%3A%2F%2Fwww.acme.example,gmail.com&limit=2`);
    const whole = AccountConversion.parse(body);
    expect(whole.people.map(({ leadId, foundBy }) => [leadId, foundBy])).toEqual([
      [ANN, 'domain'],
      [BO, 'account'],
    ]);
    expect(whole).toMatchObject({ peopleCount: 3, basis: 'measured', leftOut: { copies: 1, unranked: 0 } });
    expect(whole.asIfIndependent).toBeCloseTo(1 - 0.5 * 0.5 * 0.9, 9);
    expect(whole.probability).toBeGreaterThan(0.5);
    expect(whole.probability).toBeLessThan(whole.asIfIndependent!);
    expect(AccountConversion.parse((await get('Acme%20Ltd/conversion')).body).peopleCount).toBe(3);
  });

  it('are those of the key’s org, and reject a query that cannot be read', async () => {
    expect((await get('acme.example/conversion', 'other')).status).toBe(409);
    expect((await get('acme.example/conversion?limit=0')).status).toBe(400);
    const many = Array.from({ length: 51 }, (_, i) => `a${i}.example`).join(',');
    expect((await get(`acme.example/conversion?domains=${many}`)).status).toBe(400);
  });
});
