import '../shared/fixed-date.ts';
import { DAY_MS } from '@leadlight/common';
import { probabilityOfWin, simulateDeals, type Deal } from '@leadlight/sandbox-org';
import { noProgress, scoreSubjects, type PropensityTraining } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { ceilingOf, getReadyMade, PropensityOrg, verdictsOf } from './propensity-org.ts';

const wins = getReadyMade('opportunity-wins');
const org = new PropensityOrg({ leads: 20, deals: 2_500, months: 24, seed: 7 });
const deals = [...simulateDeals(org.company)];
const byCreation = new Map(deals.map((deal) => [deal.createdAt, deal]));
const byId = new Map(deals.map((deal) => [deal.opportunityId, deal]));
let training: PropensityTraining;

beforeAll(async () => {
  await org.start();
  training = await org.train(wins);
}, 900_000);

afterAll(() => org.stop());

const truthOf = (deal: Deal, asOf: number): number =>
  probabilityOfWin({ ...deal, ...deal.traits }, asOf, wins.horizonDays);

/** At which ages of its opportunity a deal is a settled example, and whether it was won within the horizon. */
function askedOf({ createdAt, closedAt, isWon, records }: Deal) {
  const horizonMs = wins.horizonDays * DAY_MS;
  return [0, 7, 30, 90]
    .map((days) => createdAt + days * DAY_MS)
    .filter((asOf) => asOf + horizonMs <= org.now && (closedAt === null || closedAt > asOf))
    .map((asOf) => ({
      isWon: isWon && closedAt! <= asOf + horizonMs,
      isDeleted: records.Opportunity[0]!.IsDeleted === true,
    }));
}

describe('opportunity-wins, from the records of an org to the scores', () => {
  it('counts every open opportunity at its ages, also those that were lost and deleted since', () => {
    const { counts, reportingDelayDays, censoredShare } = training;
    expect([reportingDelayDays, censoredShare, counts.unknownPast]).toEqual([0, 0, 0]);
    const asked = deals.flatMap(askedOf);
    const won = asked.filter(({ isWon }) => isWon);
    // The opportunities of converted leads are no simulated deals; there are few.
    const others = counts.snapshots - asked.length;
    expect(others).toBeGreaterThanOrEqual(0);
    expect(others).toBeLessThan(0.01 * asked.length);
    expect(counts.positive - won.length).toBeGreaterThanOrEqual(0);
    expect(counts.positive - won.length).toBeLessThanOrEqual(others);
    // Without the deleted ones, which a plain query does not return, far more would seem to be won.
    const kept = asked.filter(({ isDeleted }) => !isDeleted);
    expect(won.length / kept.length - won.length / asked.length).toBeGreaterThan(0.05);
  });

  it('ranks nearly as well as the best possible prediction from the records, and no better', async () => {
    const { tested, known } = await org.bestPredictions(wins, training, (createdAt, asOf) => {
      const deal = byCreation.get(createdAt);
      return deal && truthOf(deal, asOf);
    });
    expect(known.length).toBeGreaterThan(0.98 * tested);
    const ceiling = ceilingOf(known);
    expect(training.report.holdout.auc).toBeLessThan(ceiling + 0.01);
    expect(training.report.holdout.auc).toBeGreaterThan(ceiling - 0.05);
  });

  it('keeps planted leaks out, also the one that an administrator vouches for, and blames no honest field', async () => {
    const vouched = { ...wins, id: 'vouched', includedFields: ['Loss_Reason__c'] };
    const verdicts = verdictsOf(await org.train(vouched));
    expect(verdicts.get('field:Loss_Reason__c')).toBe('excluded');
    const honest = [
      'field:StageName',
      'field:Type',
      'field:LeadSource',
      'field:Amount',
      'field:Budget_Confirmed__c',
      'tasks_count',
    ];
    expect(honest.map((field) => verdicts.get(field))).toEqual(honest.map(() => 'fine'));
    const leftOut = new Map(training.leftOut.map(({ field, reason }) => [field, reason.code]));
    expect(leftOut.get('Loss_Reason__c')).toBe('unknown_past');
    expect(leftOut.get('Probability')).toBe('updated_by_staff');
    expect(leftOut.get('IsWon')).toBe('reveals_outcome');
  });

  it('gives calibrated probabilities to the opportunities that are open', async () => {
    const { scored } = await scoreSubjects(org.ports, org.orgId, wins.id, noProgress);
    const best = await org.storage.subjectScores.listBest(org.orgId, wins.id, 10_000);
    const open = deals.filter(({ closedAt }) => closedAt === null);
    expect(scored).toBeGreaterThanOrEqual(open.length);
    const known = best.filter(({ update }) => byId.has(update.leadId));
    expect(known).toHaveLength(open.length);
    const error = errorAgainstTruth(
      known.map(({ update }) => update.probability),
      known.map(({ update }) => truthOf(byId.get(update.leadId)!, org.now)),
    );
    expect(error).toBeLessThan(0.02);
  });
});
