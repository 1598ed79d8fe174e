import '../shared/fixed-date.ts';
import { probabilityOfNoPurchase, simulateCustomers, type Customer } from '@leadlight/sandbox-org';
import { noProgress, scoreSubjects, type PropensityTraining } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { ceilingOf, getReadyMade, IS_LONG, PropensityOrg, verdictsOf } from './propensity-org.ts';

const buysAgain = getReadyMade('account-buys-again');
const org = new PropensityOrg({ leads: 20, customers: 1_200, months: 24, seed: 7 });
const customers = new Map([...simulateCustomers(org.company)].map((each) => [each.accountId, each]));
const bySecond = new Map([...customers.values()].map((each) => [secondOfCreation(each), each]));
let training: PropensityTraining;

function secondOfCreation({ records }: Customer): number {
  return Math.floor(Date.parse(String(records.Account[0]!.CreatedDate)) / 1_000);
}

const truthOf = ({ traits, purchases, cases }: Customer, asOf: number): number =>
  1 - probabilityOfNoPurchase({ ...traits, purchases, cases }, asOf, buysAgain.horizonDays);

/** Only in the long form: the short one has churn of the same accounts, by the same code. */
describe.skipIf(!IS_LONG)('account-buys-again, from the records of an org to the scores', () => {
  beforeAll(async () => {
    await org.start();
    training = await org.train(buysAgain);
  }, 900_000);

  afterAll(() => org.stop());

  it('ranks nearly as well as the best possible prediction from the records, and no better', async () => {
    const { tested, known } = await org.bestPredictions(buysAgain, training, (createdAt, asOf) => {
      const customer = bySecond.get(Math.floor(createdAt / 1_000));
      return customer && truthOf(customer, asOf);
    });
    // Accounts of converted leads are no simulated customers; there are few.
    expect(known.length).toBeGreaterThan(0.98 * tested);
    const ceiling = ceilingOf(known);
    expect(training.report.holdout.auc).toBeLessThan(ceiling + 0.01);
    expect(training.report.holdout.auc).toBeGreaterThan(ceiling - 0.05);
  });

  it('keeps planted leaks out, also those that an administrator vouches for, and blames no honest field', async () => {
    const vouched = { ...buysAgain, id: 'vouched', includedFields: ['Churn_Reason__c', 'Type', 'NumberOfEmployees'] };
    const verdicts = verdictsOf(await org.train(vouched));
    const honest = ['field:Plan__c', 'field:Industry', 'purchases_days_since_last', 'field:NumberOfEmployees'];
    expect(honest.map((field) => verdicts.get(field))).toEqual(honest.map(() => 'fine'));
    expect(verdicts.get('field:Type')).not.toBe('fine');
    expect(verdicts.get('field:Churn_Reason__c')).not.toBe('fine');
  });

  it('gives calibrated probabilities to all that have bought', async () => {
    const { scored } = await scoreSubjects(org.ports, org.orgId, buysAgain.id, noProgress);
    const best = await org.storage.subjectScores.listBest(org.orgId, buysAgain.id, 10_000);
    const known = best.filter(({ update }) => customers.has(update.leadId));
    expect(known).toHaveLength(customers.size);
    expect(scored - known.length).toBeLessThan(0.02 * scored);
    const error = errorAgainstTruth(
      known.map(({ update }) => update.probability),
      known.map(({ update }) => truthOf(customers.get(update.leadId)!, org.now)),
    );
    expect(error).toBeLessThan(0.02);
  });
});
