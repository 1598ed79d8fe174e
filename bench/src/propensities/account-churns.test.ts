import '../shared/fixed-date.ts';
import { DAY_MS } from '@leadlight/common';
import { createScoreWriter } from '@leadlight/salesforce';
import { probabilityOfNoPurchase, simulateCustomers, type Customer } from '@leadlight/sandbox-org';
import {
  buildSubjectDataset,
  checkPropensity,
  listModelChecks,
  noProgress,
  scoreSubjects,
  writeBack,
  type PropensityTraining,
} from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { ceilingOf, getReadyMade, PropensityOrg, verdictsOf } from './propensity-org.ts';

const churns = getReadyMade('account-churns');
const org = new PropensityOrg({ leads: 20, customers: 1_200, months: 24, seed: 7 }, 'account');
const customers = new Map([...simulateCustomers(org.company)].map((each) => [each.accountId, each]));
const bySecond = new Map([...customers.values()].map((each) => [secondOfCreation(each), each]));
let training: PropensityTraining;

beforeAll(async () => {
  await org.start();
  training = await org.train(churns);
}, 900_000);

afterAll(() => org.stop());

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
    // Accounts of converted leads are no simulated customers; there are few.
    const { tested, known } = await org.bestPredictions(churns, training, (createdAt, asOf) => {
      const customer = bySecond.get(Math.floor(createdAt / 1_000));
      return customer && truthOf(customer, asOf);
    });
    expect(tested).toBe(training.report.split.testRows);
    expect(known.length).toBeGreaterThan(0.98 * tested);
    const ceiling = ceilingOf(known);
    expect(training.report.holdout.auc).toBeLessThan(ceiling + 0.01);
    expect(training.report.holdout.auc).toBeGreaterThan(ceiling - 0.05);
  });

  it('keeps planted leaks out, also the one that an administrator vouches for, and blames no honest field', async () => {
    const vouched = { ...churns, id: 'vouched', includedFields: ['Churn_Reason__c', 'Type', 'NumberOfEmployees'] };
    const verdicts = verdictsOf(await org.train(vouched));
    expect(verdicts.get('field:Churn_Reason__c')).not.toBe('fine');
    // Its two values follow whether the customer is silent today, and agree less with what had become of it at earlier times.
    expect(verdicts.get('field:Type')).not.toBe('fine');
    const honest = [
      'field:Plan__c',
      'field:Industry',
      'field:Health__c',
      'purchases_days_since_last',
      'cases_count_90d',
      'field:NumberOfEmployees',
    ];
    expect(honest.map((field) => verdicts.get(field))).toEqual(honest.map(() => 'fine'));
    const leftOut = new Map(training.leftOut.map(({ field, reason }) => [field, reason.code]));
    expect(leftOut.get('Type')).toBe('unknown_past');
    expect(leftOut.get('Churn_Reason__c')).toBe('unknown_past');
  });

  it('takes no customer for lost whose orders are entered late', async () => {
    const orders = {
      name: 'purchases',
      label: 'Orders',
      object: 'Order',
      parentField: 'AccountId',
      happenedField: 'EffectiveDate',
    };
    const late = { ...churns, id: 'orders', relations: [orders], writeBack: null };
    const { reportingDelayDays, counts } = await org.train(late);
    // 95 of 100 orders are in the org after this many days; the day of an order counts from its end.
    expect(reportingDelayDays).toBeGreaterThanOrEqual(12);
    expect(reportingDelayDays).toBeLessThanOrEqual(19);
    const { dataset } = await buildSubjectDataset(org.storage.subjectRecords, org.orgId, late, noProgress, {
      now: org.now,
    });
    const lost = [...dataset.labels.keys()].filter((row) => dataset.labels[row] === 1);
    expect(lost.length).toBe(counts.positive);
    const wrong = lost.filter((row) => boughtWithin(dataset.createdAt![row]!, dataset.times!.asOf[row]!));
    // An order on the first or last day of the window may count with the day next to it.
    expect(wrong.length).toBeLessThan(0.02 * lost.length);
  });

  it('is watched by the monitor of leads: no alarm without a change, one that says accounts once purchases stop', async () => {
    const check = (ports: typeof org.ports) => checkPropensity(ports, org.orgId, churns.id, noProgress);
    const steady = await check(org.ports);
    expect(steady).toMatchObject({ needsRetraining: false, reasons: [] });
    // Counts of purchases grow in a young company, which is shown and no alarm.
    expect(steady.events.every(({ severity }) => severity === 'notice')).toBe(true);
    expect(await org.storage.modelChecks.listDaily(org.orgId, 10)).toEqual([]);
    expect(await org.storage.modelChecks.listDaily(org.orgId, 10, churns.id)).toHaveLength(1);
    // Nothing is read from the org any more, as if all customers had left together.
    const later = { ...org.ports, clock: { now: () => org.now + 100 * DAY_MS } };
    const { needsRetraining, reasons, events } = await check(later);
    expect(needsRetraining).toBe(true);
    expect(reasons.join(' ')).toMatch(/^Account churns: .*\baccounts\b/i);
    expect(events.every(({ propensityId }) => propensityId === churns.id)).toBe(true);
    // The events of leads are others.
    expect((await listModelChecks(org.storage, org.orgId)).events).toEqual([]);
    const shown = await listModelChecks(org.storage, org.orgId, churns.id);
    expect(shown.checks).toHaveLength(2);
    expect(shown.events.map(({ severity }) => severity)).toContain('alarm');
  });

  it('writes calibrated scores to the accounts that are asked about, and nothing that has not changed', async () => {
    const { scored, changed, outside } = await scoreSubjects(org.ports, org.orgId, churns.id, noProgress);
    expect(scored + outside).toBe(await org.storage.subjectRecords.countSubjects(org.orgId, 'Account'));
    expect(changed).toBe(scored);
    const { written, failed } = await write();
    expect(failed).toEqual([]);
    expect(written).toBe(scored);
    const inOrg = await scoresInOrg();
    expect(inOrg.size).toBe(scored);
    const best = await org.storage.subjectScores.listBest(org.orgId, churns.id, 10_000);
    for (const { update } of best) expect(inOrg.get(update.leadId)).toBe(update.score);
    const known = best.filter(({ update }) => customers.has(update.leadId));
    expect(known.length).toBeGreaterThan(0.98 * best.length);
    const error = errorAgainstTruth(
      known.map(({ update }) => update.probability),
      known.map(({ update }) => truthOf(customers.get(update.leadId)!, org.now)),
    );
    expect(error).toBeLessThan(0.02);
    expect(await scoreSubjects(org.ports, org.orgId, churns.id, noProgress)).toMatchObject({ scored, changed: 0 });
    expect((await write()).written).toBe(0);
  });
});

function secondOfCreation({ records }: Customer): number {
  return Math.floor(Date.parse(String(records.Account[0]!.CreatedDate)) / 1_000);
}

const truthOf = ({ traits, purchases, cases }: Customer, asOf: number): number =>
  probabilityOfNoPurchase({ ...traits, purchases, cases }, asOf, churns.horizonDays);

function boughtWithin(createdAt: number, asOf: number): boolean {
  const customer = bySecond.get(Math.floor(createdAt / 1_000));
  const end = asOf + (churns.horizonDays - 1) * DAY_MS;
  return customer !== undefined && customer.purchases.some((at) => at > asOf && at <= end);
}

function write() {
  const writer = createScoreWriter(org.connection, { subject: { object: 'Account', fields: churns.writeBack! } });
  const outbox = org.storage.subjectScores.outboxOf(churns.id);
  return writeBack({ ...org.ports, writer, outbox }, org.orgId, noProgress);
}

/** The churn score of every account that has one. */
async function scoresInOrg(): Promise<ReadonlyMap<string, number>> {
  const q = 'SELECT Id, Leadlight_Churn_Score__c FROM Account WHERE Leadlight_Churn_Score__c != null';
  const response = (await org.connection.json({ method: 'GET', path: `/query?q=${encodeURIComponent(q)}` })) as {
    readonly records: readonly { readonly Id: string; readonly Leadlight_Churn_Score__c: number }[];
  };
  return new Map(response.records.map((record) => [record.Id, record.Leadlight_Churn_Score__c]));
}
