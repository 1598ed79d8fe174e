import '../shared/fixed-date.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rocAuc } from '@leadlight/evaluation';
import { readyMade } from '@leadlight/propensity';
import { createScoreWriter, createSubjectSource, type SalesforceConnection } from '@leadlight/salesforce';
import { probabilityOfNoPurchase, simulateCustomers, type Customer } from '@leadlight/sandbox-org';
import { openStorage, type Storage } from '@leadlight/storage';
import {
  addPropensity,
  buildSubjectDataset,
  noProgress,
  scoreSubjects,
  syncSubjects,
  trainPropensity,
  writeBack,
  type PropensityTraining,
} from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { startSandbox, type Sandbox } from '../shared/sandbox.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const COMPANY = { leads: 20, customers: 1_200, months: 24, seed: 7, now: NOW };
const churns = readyMade.find(({ id }) => id === 'account-churns')!;

const folder = mkdtempSync(join(tmpdir(), 'leadlight-churn-'));
let sandbox: Sandbox;
let storage: Storage;
let connection: SalesforceConnection;
let orgId: string;
let training: PropensityTraining;
const customers = new Map<string, Customer>();
const ports = () => ({ ...storage, clock: { now: () => NOW } });

beforeAll(async () => {
  for (const customer of simulateCustomers(COMPANY)) customers.set(customer.accountId, customer);
  const options = Object.entries(COMPANY).flatMap(([name, value]) =>
    name === 'now' ? ['--now', new Date(NOW).toISOString()] : [`--${name}`, String(value)],
  );
  sandbox = await startSandbox(folder, [...options, '--with', 'account']);
  storage = await openStorage({ folder });
  connection = await sandbox.connect();
  orgId = connection.orgId;
  await addPropensity(ports(), orgId, churns, 'test');
  await syncSubjects({ ...ports(), subjectSource: createSubjectSource(connection) }, noProgress);
  training = await trainPropensity(ports(), orgId, churns.id, { quick: true }, noProgress);
}, 240_000);

afterAll(async () => {
  await storage?.close();
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('account-churns, from the records of an org to the scores in it', () => {
  it('learns from all settled rows, also of accounts that are measured', () => {
    const { counts, published, report, reportingDelayDays, gapDays } = training;
    expect(published).toBe(true);
    expect(report.split.dropped.straddling).toBe(0);
    expect(report.split.trainRows + report.split.testRows + report.split.dropped.unsettled).toBe(counts.snapshots);
    expect(report.split.trainRows).toBeGreaterThan(2 * report.split.testRows);
    expect(report.split.sentence).toContain('asked about again and again');
    expect(report.facts.map(({ name }) => name)).toContain('AUC on subjects that the model has not learned from');
    // Salesforce records a win when it happens; a purchase of one in ten follows the one before it after this long.
    expect(reportingDelayDays).toBe(0);
    expect(gapDays).toBeLessThan(churns.horizonDays);
  });

  it('ranks nearly as well as the best possible prediction from the records, and no better', async () => {
    const { dataset } = await buildSubjectDataset(storage.subjectRecords, orgId, churns, noProgress, { now: NOW });
    const byCreation = new Map([...customers.values()].map((each) => [secondOfCreation(each), each]));
    const { splitAt } = training.report.split;
    const tested = [...dataset.labels.keys()].filter((row) => dataset.times!.asOf[row]! >= splitAt!);
    expect(tested).toHaveLength(training.report.split.testRows);
    // Accounts of converted leads are no simulated customers; there are few.
    const known = tested.flatMap((row) => {
      const customer = byCreation.get(Math.floor(dataset.createdAt![row]! / 1_000));
      return customer ? [{ label: dataset.labels[row]!, best: truthOf(customer, dataset.times!.asOf[row]!) }] : [];
    });
    expect(known.length).toBeGreaterThan(0.98 * tested.length);
    const ceiling = rocAuc({
      labels: Uint8Array.from(known, ({ label }) => label),
      probabilities: Float64Array.from(known, ({ best }) => best),
    });
    expect(training.report.holdout.auc).toBeLessThan(ceiling + 0.01);
    expect(training.report.holdout.auc).toBeGreaterThan(ceiling - 0.05);
  });

  it('keeps planted leaks out, also the one that an administrator vouches for, and blames no honest field', async () => {
    const vouched = { ...churns, id: 'vouched', includedFields: ['Churn_Reason__c'] };
    await addPropensity(ports(), orgId, vouched, 'test');
    const { report } = await trainPropensity(ports(), orgId, vouched.id, { quick: true }, noProgress);
    const verdicts = new Map(report.leakage.findings.map(({ field, verdict }) => [field, verdict]));
    expect(verdicts.get('field:Churn_Reason__c')).toBe('suspect');
    const honest = [
      'field:Plan__c',
      'field:Industry',
      'field:Health__c',
      'purchases_days_since_last',
      'cases_count_90d',
    ];
    expect(honest.map((field) => verdicts.get(field))).toEqual(honest.map(() => 'fine'));
    const leftOut = new Map(training.leftOut.map(({ field, reason }) => [field, reason.code]));
    expect(leftOut.get('Type')).toBe('unknown_past');
    expect(leftOut.get('Churn_Reason__c')).toBe('unknown_past');
  });

  it('writes calibrated scores to the accounts that are asked about, and nothing that has not changed', async () => {
    const { scored, changed, outside } = await scoreSubjects(ports(), orgId, churns.id, noProgress);
    expect(scored + outside).toBe(await storage.subjectRecords.countSubjects(orgId, 'Account'));
    expect(changed).toBe(scored);
    const { written, failed } = await write();
    expect(failed).toEqual([]);
    expect(written).toBe(scored);
    const inOrg = await scoresInOrg();
    expect(inOrg.size).toBe(scored);
    const best = await storage.subjectScores.listBest(orgId, churns.id, 10_000);
    for (const { update } of best) expect(inOrg.get(update.leadId)).toBe(update.score);
    const known = best.filter(({ update }) => customers.has(update.leadId));
    expect(known.length).toBeGreaterThan(0.98 * best.length);
    const error = errorAgainstTruth(
      known.map(({ update }) => update.probability),
      known.map(({ update }) => truthOf(customers.get(update.leadId)!, NOW)),
    );
    expect(error).toBeLessThan(0.02);
    expect(await scoreSubjects(ports(), orgId, churns.id, noProgress)).toMatchObject({ scored, changed: 0 });
    expect((await write()).written).toBe(0);
  });
});

const secondOfCreation = ({ records }: Customer): number =>
  Math.floor(Date.parse(String(records.Account[0]!.CreatedDate)) / 1_000);

const truthOf = ({ traits, purchases, cases }: Customer, asOf: number): number =>
  probabilityOfNoPurchase({ ...traits, purchases, cases }, asOf, churns.horizonDays);

function write() {
  const writer = createScoreWriter(connection, { subject: { object: 'Account', fields: churns.writeBack! } });
  const outbox = storage.subjectScores.outboxOf(churns.id);
  return writeBack({ ...ports(), writer, outbox }, orgId, noProgress);
}

/** The churn score of every account that has one. */
async function scoresInOrg(): Promise<ReadonlyMap<string, number>> {
  const q = 'SELECT Id, Leadlight_Churn_Score__c FROM Account WHERE Leadlight_Churn_Score__c != null';
  const response = (await connection.json({ method: 'GET', path: `/query?q=${encodeURIComponent(q)}` })) as {
    readonly records: readonly { readonly Id: string; readonly Leadlight_Churn_Score__c: number }[];
  };
  return new Map(response.records.map((record) => [record.Id, record.Leadlight_Churn_Score__c]));
}
