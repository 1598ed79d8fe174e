import '../shared/fixed-date.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCrmSource } from '@leadlight/salesforce';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  assess,
  buildOrgDataset,
  noProgress,
  syncOrg,
  TableBuilder,
  type Dataset,
  type OrgDataset,
} from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../shared/sandbox.ts';
import { companyHistories } from './company-histories.ts';
import { indexByCreation } from './learning-data.ts';
import { evaluateOnNewestFifth } from './learning-run.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const COMPANY = { leads: 2500, seed: 7, now: NOW };

const folder = mkdtempSync(join(tmpdir(), 'leadlight-wire-'));
let sandbox: Sandbox;
let storage: Storage;
let org: OrgDataset;

beforeAll(async () => {
  const company = ['--leads', String(COMPANY.leads), '--seed', String(COMPANY.seed), '--months', '24'];
  sandbox = await startSandbox(folder, [...company, '--now', new Date(NOW).toISOString()]);
  storage = await openStorage({ folder });
  const ports = { ...storage, clock: { now: () => NOW } };
  const { orgId } = await syncOrg({ ...ports, source: createCrmSource(await sandbox.connect()) }, noProgress);
  org = await buildOrgDataset(ports, orgId, {}, noProgress, { now: NOW });
});

afterAll(async () => {
  await storage?.close();
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// A model can predict more than the best possible prediction from the records only through leakage: a date that conversions
// change, a field written late, an event dated too early. Rules about single fields do not find all of it.
describe('training on a synced org', () => {
  it('predicts nothing beyond the best possible prediction from the records', () => {
    const { dataset, settings } = org;
    // A learner that finds whatever reveals the outcome: the comparison of all would take ten times as long.
    const oneLearner = { ...settings, learner: 'boosting', quick: true } as const;
    const { report, learner, dataset: used } = assess(dataset, oneLearner, [], NOW, noProgress);
    const splitAt = report.split.splitAt!;
    const leads = indexByCreation(companyHistories(COMPANY));
    expect(Array.from(dataset.createdAt!).filter((at) => !leads.has(at))).toEqual([]);
    const result = evaluateOnNewestFifth({ leads }, used, learner, splitAt);
    expect(result.sampleAuc).toBeGreaterThan(0.65);
    expect(result.sampleAuc).toBeLessThan(result.bestPossibleAuc);
    expect(result.leakageZScore).toBeLessThan(4);
    // A feature that reveals one of five conversions, and nothing about the others, is far above it.
    const leaking = evaluateOnNewestFifth({ leads }, withLeakage(used), learner, splitAt);
    expect(leaking.leakageZScore).toBeGreaterThan(6);
  });
});

function withLeakage(dataset: Dataset): Dataset {
  const leak = { name: 'leak', field: 'leak', label: 'leak', labelKey: 'leak', kind: 'numeric', unit: 'none' } as const;
  const source = { type: 'column', column: 'leak', read: 'value' } as const;
  const schema = { ...dataset.schema, features: [...dataset.schema.features, { ...leak, source }] };
  const table = new TableBuilder(schema);
  const rows = dataset.table.rowsAt([...dataset.labels.keys()]);
  rows.forEach((values, row) => table.add([...values, row % 5 === 0 ? dataset.labels[row]! : 0]));
  return { ...dataset, schema, table };
}
