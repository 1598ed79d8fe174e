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
import { afterAll, beforeAll, expect, test } from 'vitest';
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
}, 120_000);

afterAll(async () => {
  await storage?.close();
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// A model that knows more than all that was recorded until a look has been told the outcome: by a date that conversions
// move, a field written late, an event dated too early. No rule that goes by single fields finds them all.
test('what is learned from a synced org knows nothing beyond the best that its records allow', () => {
  const { dataset, settings } = org;
  const { report, learner, dataset: used } = assess(dataset, settings, [], NOW, noProgress);
  const splitAt = report.split.splitAt!;
  const leads = indexByCreation(companyHistories(COMPANY));
  expect(Array.from(dataset.createdAt!).filter((at) => !leads.has(at))).toEqual([]);
  const {
    bestPossibleAuc: knownAuc,
    sampleAuc,
    leakageZScore: beyondKnown,
  } = evaluateOnNewestFifth({ leads }, used, learner, splitAt);
  expect(sampleAuc).toBeGreaterThan(0.65);
  expect(sampleAuc).toBeLessThan(knownAuc);
  expect(beyondKnown).toBeLessThan(4);
  // A fact that tells one of five conversions, and nothing of the others, is far beyond it.
  expect(evaluateOnNewestFifth({ leads }, withLeak(used), learner, splitAt).leakageZScore).toBeGreaterThan(6);
}, 120_000);

function withLeak(dataset: Dataset): Dataset {
  const leak = { name: 'leak', field: 'leak', label: 'leak', labelKey: 'leak', kind: 'numeric', unit: 'none' } as const;
  const source = { type: 'column', column: 'leak', read: 'value' } as const;
  const schema = { ...dataset.schema, features: [...dataset.schema.features, { ...leak, source }] };
  const table = new TableBuilder(schema);
  const rows = dataset.table.rowsAt([...dataset.labels.keys()]);
  rows.forEach((values, row) => table.add([...values, row % 5 === 0 ? dataset.labels[row]! : 0]));
  return { ...dataset, schema, table };
}
