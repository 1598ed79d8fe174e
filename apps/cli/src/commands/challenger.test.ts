import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, seededRandom } from '@leadlight/common';
import { BinnedTreeModel, trainForest, writeModel, type Json } from '@leadlight/forest';
import type { FeatureSchema, LeadField } from '@leadlight/lead-features';
import { openStorage, type Storage } from '@leadlight/storage';
import { noProgress, scoreOpenLeads } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLeadlight } from '../testing/run-in-process.ts';
import { systemClock } from '../compose.ts';

const ORG = '00D000000000001EAA';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-challenger-'));
const leadlight = (...args: readonly string[]) => runLeadlight([...args, '--folder', folder, '--org', ORG], {});
const FIELDS: readonly LeadField[] = [
  { name: 'LeadSource', label: 'Lead Source', type: 'picklist', custom: false, past: { kind: 'tracked', since: 0 } },
];
const schema: FeatureSchema = {
  version: 1,
  features: [
    {
      ...{ name: 'lead_source', kind: 'categorical', unit: 'none', field: 'LeadSource' },
      ...{ labelKey: 'Feature_LeadSource', label: 'Lead source' },
      source: { type: 'field', field: 'LeadSource', read: 'value' },
    },
  ],
};
let storage: Storage;

/** A forest of one field, whose probabilities are as its seed draws the outcomes. */
function modelFile(seed: number, facts: { readonly [key: string]: Json }): Uint8Array {
  const random = seededRandom(seed);
  const codes = Int32Array.from({ length: 400 }, () => Math.floor(2 * random()));
  const columns = [{ kind: 'categorical' as const, name: 'lead_source', categories: ['Web', 'Referral'], codes }];
  const labels = Uint8Array.from(codes, (code) => (random() < (code === 1 ? 0.5 : 0.1) ? 1 : 0));
  const { model } = trainForest({ rows: 400, columns, labels }, { trees: 5 });
  const { parts } = model as BinnedTreeModel;
  return writeModel(
    new BinnedTreeModel({
      ...parts,
      facts: { schema: schema as unknown as Json, threshold: 0.3, horizonDays: 30, ...facts },
    }),
  );
}

const save = (id: string, file: Uint8Array, activate: boolean) =>
  storage.models.save(
    ORG,
    file,
    {
      id,
      learner: 'forest',
      trainedAt: Date.now() - DAY_MS,
      report: { trainedFields: [{ name: 'LeadSource', label: 'Lead Source', type: 'picklist' }] },
    },
    activate,
  );

beforeAll(async () => {
  storage = await openStorage({ folder });
  const now = Date.now();
  await storage.orgs.saveFields(ORG, FIELDS);
  await storage.orgs.markSynced(ORG, now);
  await storage.leadHistories.append(
    ORG,
    'Lead',
    Array.from({ length: 30 }, (_, i) => ({
      ...{ kind: 'lead' as const, id: `00Q${i}`, changedAt: now, deleted: false, createdAt: now - 1_000 },
      ...{ convertedAt: null, contactId: null, opportunityId: null },
      fields: { LeadSource: i % 2 ? 'Web' : 'Referral', Email: `p${i}@c${i}.com`, Company: `C${i}` },
    })),
    'cursor',
  );
  await save('aaaaaaaaaaaaaaaa', modelFile(1, {}), true);
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('leadlight challenger', () => {
  it('says what to do where no model can be compared, or none is being compared', async () => {
    expect(await leadlight('challenger', 'start')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no other model than the active one'),
    });
    await save('dddddddddddddddd', modelFile(3, { horizonDays: 60 }), false);
    expect((await leadlight('challenger', 'start')).stderr).toContain('within 60 days, and the active model');
    expect((await leadlight('challenger', 'status')).stdout).toContain(
      'No model is being compared with the active one.',
    );
    expect(await leadlight('challenger', 'stop')).toMatchObject({ code: 1 });
  });

  it('scores every lead in shadow mode, shows what is known, and is in the audit log', async () => {
    await save('bbbbbbbbbbbbbbbb', modelFile(2, {}), false);
    expect((await leadlight('challenger', 'start', 'bbbbbbbbbbbbbbbb')).stdout).toContain(
      'scores every lead from now on',
    );
    await scoreOpenLeads({ ...storage, clock: systemClock }, ORG, noProgress);
    expect(await storage.shadowModels.listOpen(ORG)).toMatchObject([{ failure: null }]);
    const pair = { modelId: 'bbbbbbbbbbbbbbbb', besideModelId: 'aaaaaaaaaaaaaaaa' };
    const scores = await storage.shadowScores.read(ORG, pair);
    expect(scores).toHaveLength(30);
    expect(scores.some(({ probability, besideProbability }) => probability !== besideProbability)).toBe(true);
    const [written] = await storage.outbox.pending(ORG, 1);
    expect(written!.modelLabel).toBe('v1 aaaaaaaaaaaaaaaa');
    expect(await storage.scoreLog.findBySubject(ORG, written!.leadId, 9)).toMatchObject([
      { modelId: 'aaaaaaaaaaaaaaaa' },
    ]);
    const { stdout } = await leadlight('challenger', 'status');
    expect(stdout).toMatch(/Model v\d \(bbbbbbbbbbbbbbbb\), challenger of v1 since/);
    expect(stdout).toContain('Too few conversions were known at its start');
    expect((await leadlight('challenger', 'stop')).code).toBe(0);
    const acts = (await storage.auditLog.list(ORG, 9)).map(({ act, subject }) => `${act} ${subject}`);
    expect(acts.slice(0, 2)).toEqual(['challenger.stop bbbbbbbbbbbbbbbb', 'challenger.start bbbbbbbbbbbbbbbb']);
  });
});

describe('leadlight recalibrate', () => {
  it('does nothing without an alarm', async () => {
    expect((await leadlight('recalibrate')).stdout).toContain('Nothing to do: no alarm says');
    expect(JSON.parse((await leadlight('recalibrate', '--json')).stdout)).toMatchObject({
      published: false,
      rejected: 'no_alarm',
    });
  });
});
