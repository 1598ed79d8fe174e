import '../shared/fixed-date.ts';
import { probabilityOfEscalation, simulateCases, type SupportCase } from '@leadlight/sandbox-org';
import { noProgress, scoreSubjects, type PropensityTraining } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { ceilingOf, getReadyMade, IS_LONG, PropensityOrg, verdictsOf } from './propensity-org.ts';

const escalates = getReadyMade('case-escalates');
const org = new PropensityOrg({ leads: 20, cases: 9_000, months: 5, seed: 7 });
const cases = [...simulateCases(org.company)];
const byCreation = new Map(cases.map((each) => [each.createdAt, each]));
const byId = new Map(cases.map((each) => [each.caseId, each]));
let training: PropensityTraining;

const truthOf = (each: SupportCase, asOf: number): number =>
  probabilityOfEscalation({ ...each, ...each.traits }, asOf, escalates.horizonDays);

/** Only in the long form: the short one has accounts and opportunities, by the same code. */
describe.skipIf(!IS_LONG)('case-escalates, from the records of an org to the scores', () => {
  beforeAll(async () => {
    await org.start();
    training = await org.train(escalates);
  }, 900_000);

  afterAll(() => org.stop());

  it('leaves out and counts the cases that were merged before their outcome was known', () => {
    const { counts, censoredShare, reportingDelayDays } = training;
    const merged = cases.filter(({ mergedAt }) => mergedAt !== null);
    expect(counts.censored).toBeGreaterThanOrEqual(merged.length);
    expect(censoredShare).toBeLessThan(0.05);
    expect(reportingDelayDays).toBe(0);
  });

  it('ranks nearly as well as the best possible prediction from the records, and no better', async () => {
    const { tested, known } = await org.bestPredictions(escalates, training, (createdAt, asOf) => {
      const found = byCreation.get(createdAt);
      return found && truthOf(found, asOf);
    });
    expect(known).toHaveLength(tested);
    const ceiling = ceilingOf(known);
    console.info(`AUC ${training.report.holdout.auc.toFixed(3)}, best possible ${ceiling.toFixed(3)}`);
    expect(training.report.holdout.auc).toBeLessThan(ceiling + 0.01);
    expect(training.report.holdout.auc).toBeGreaterThan(ceiling - 0.05);
  });

  it('keeps planted leaks out, also the one that an administrator vouches for, and blames no honest field', async () => {
    const vouched = { ...escalates, id: 'vouched', includedFields: ['Escalation_Reason__c'] };
    const verdicts = verdictsOf(await org.train(vouched));
    expect(verdicts.get('field:Escalation_Reason__c')).toBe('excluded');
    // The priority that an escalation raises in the same second is tracked, so the model sees what it was before.
    const honest = ['field:Priority', 'field:Type', 'field:Origin', 'comments_count', 'record_age_days'];
    expect(honest.map((field) => verdicts.get(field))).toEqual(honest.map(() => 'fine'));
    const leftOut = new Map(training.leftOut.map(({ field, reason }) => [field, reason.code]));
    expect(leftOut.get('Escalation_Reason__c')).toBe('unknown_past');
    expect(leftOut.get('IsEscalated')).toBe('reveals_outcome');
    expect(leftOut.get('Status')).toBe('updated_by_staff');
  });

  it('gives calibrated probabilities to the cases that are open, and writes nothing to them', async () => {
    const { scored } = await scoreSubjects(org.ports, org.orgId, escalates.id, noProgress);
    const best = await org.storage.subjectScores.listBest(org.orgId, escalates.id, 10_000);
    const open = cases.filter(
      ({
        records: {
          Case: [record],
        },
        escalatedAt,
        mergedAt,
      }) => !record!.IsClosed && escalatedAt === null && mergedAt === null,
    );
    expect(scored).toBe(open.length);
    expect(best.every(({ update }) => byId.has(update.leadId))).toBe(true);
    const error = errorAgainstTruth(
      best.map(({ update }) => update.probability),
      best.map(({ update }) => truthOf(byId.get(update.leadId)!, org.now)),
    );
    console.info(`error against the truth of ${best.length} cases: ${error.toFixed(3)}`);
    expect(error).toBeLessThan(0.02);
    expect(await org.storage.subjectScores.outboxOf(escalates.id).counts(org.orgId)).toMatchObject({ pending: 0 });
  });
});
