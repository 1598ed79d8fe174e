import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AccountConversion } from '@leadlight/contract';
import { trainForest, writeModel, type Json } from '@leadlight/forest';
import { openStorage, type Storage } from '@leadlight/storage';
import { modelIdOf, type LeadScoreUpdate } from '@leadlight/workflows';
import { twoFieldSchema } from '@leadlight/workflows/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from '../testing/run-in-process.ts';

const ORG = '00D000000000001EAA';
const ORG_WITHOUT_MODEL = '00D000000000002EAA';
const ACCOUNT = '001000000000001AAA';
const NOW = Date.UTC(2026, 10, 23);
const [ANN, ANN_AGAIN, BO] = [1, 2, 3].map((id) => `00Q00000000000${id}AAA`) as [string, string, string];
const folder = mkdtempSync(join(tmpdir(), 'leadlight-accounts-'));
const showOf = (org: string, ...args: readonly string[]) =>
  runInProcess(['accounts', 'show', ...args, '--folder', folder, '--org', org]);
const show = (...args: readonly string[]) => showOf(ORG, ...args);
let storage: Storage;

const leadOf = (id: string, Email: string) => ({
  ...{ kind: 'lead' as const, id, createdAt: NOW, changedAt: NOW, convertedAt: null, contactId: null },
  ...{ opportunityId: null, deleted: false, fields: { Email, Company: 'Acme Ltd' } },
});

const scoreOf = (leadId: string, probability: number, accountId: string | null = null): LeadScoreUpdate => ({
  ...{ leadId, score: 80, band: 'B', qualified: true, probability, unranked: null, modelLabel: 'v1', inputHash: 'h' },
  ...{ reasons: JSON.stringify({ reasons: [] }), scoredAt: NOW },
  company: { accountId, domain: 'acme.example', name: 'acme' },
});

async function activateModel(): Promise<void> {
  const codes = Int32Array.from({ length: 100 }, (_, row) => row % 2);
  const columns = [
    { kind: 'categorical' as const, name: 'lead_source', codes, categories: ['Referral', 'Web'] },
    { kind: 'numeric' as const, name: 'employees', values: Float64Array.from(codes, (_, row) => row) },
  ];
  const facts = { schema: twoFieldSchema as unknown as Json, threshold: 0.5 };
  const examples = { rows: 100, columns, labels: Uint8Array.from(codes) };
  const file = writeModel(trainForest(examples, { seed: 1, trees: 2 }, { facts }).model);
  const report = { dependence: { dependence: 0.5, level: 0 }, horizonDays: 60 };
  await storage.models.save(ORG, file, { id: modelIdOf(file), learner: 'forest', trainedAt: NOW, report }, true);
}

beforeAll(async () => {
  storage = await openStorage({ folder });
  await activateModel();
  const leads = [leadOf(ANN, 'ann@acme.example'), leadOf(ANN_AGAIN, 'Ann@Acme.example'), leadOf(BO, 'bo@acme.example')];
  for (const org of [ORG, ORG_WITHOUT_MODEL]) await storage.leadHistories.append(org, 'Lead', leads, '');
  await storage.outbox.enqueue(ORG, [], [scoreOf(ANN, 0.5), scoreOf(ANN_AGAIN, 0.4), scoreOf(BO, 0.5, ACCOUNT)]);
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('leadlight accounts show', () => {
  it('needs an active model', async () => {
    const { code, stderr } = await showOf(ORG_WITHOUT_MODEL, 'acme.example');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/has no active model.*leadlight train/)]);
  });

  it('shows the probability, how it was combined, the people, and who is not counted', async () => {
    const { code, stdout } = await show('acme.example', '--people', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^acme\.example: at least one of 2 leads converts within 60 days with a probability of 66\.7 %, 75\.0 % if they were independent\.\n/,
    );
    expect(stdout).toContain('as measured when the model was trained.');
    expect(stdout).toMatch(new RegExp(`${ANN} +│ +50\\.0 % +│ +50\\.0 % +│ 80 B +│ domain`));
    expect(stdout).not.toContain(BO);
    expect(stdout).toContain('Not counted: 1 with the e-mail address of somebody who is counted.');
  });

  it('finds the leads of an account by its id, its name and its domains, and writes them as JSON', async () => {
    const shown = async (...args: readonly string[]) =>
      AccountConversion.parse(JSON.parse((await show(...args, '--json')).stdout));
    expect(await shown(ACCOUNT)).toMatchObject({ basis: 'one_person', probability: 0.5, people: [{ leadId: BO }] });
    expect((await shown(ACCOUNT, '--name', 'Acme Ltd')).peopleCount).toBe(2);
    expect((await shown(ACCOUNT, '--domains', 'other.example,acme.example')).peopleCount).toBe(2);
  });

  it('says that nobody is scored where there is no lead', async () => {
    expect((await show('nobody.example')).stdout).toBe('No ranked open lead of nobody.example is scored.\n');
  });
});
