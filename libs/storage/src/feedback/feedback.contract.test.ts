import type { FeedbackEntry } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const entry = (given: Partial<FeedbackEntry> = {}): FeedbackEntry => ({
  id: 'f1',
  subjectId: '00Q1',
  modelId: 'm1',
  inputHash: 'a'.repeat(64),
  verdict: 'disagree',
  feature: null,
  comment: 'Already a customer',
  givenBy: 'api:key_1',
  givenAt: 1_000,
  ...given,
});

describeOnEveryDatabase('feedback', (given) => {
  it('lists feedback newest first, of one lead or of all', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const [first, second] = [
      entry(),
      entry({ id: 'f2', subjectId: '00Q2', verdict: 'agree', comment: null, givenAt: 2_000 }),
    ];
    for (const each of [first, second]) expect(await storage.feedback.append(org, each)).toBe(true);
    expect(await storage.feedback.list(org, 10)).toEqual([second, first]);
    expect(await storage.feedback.list(org, 1)).toEqual([second]);
    expect(await storage.feedback.list(org, 10, '00Q1')).toEqual([first]);
  });

  it('keeps the first of two entries with the same id', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.feedback.append(org, entry());
    expect(await storage.feedback.append(org, entry({ verdict: 'agree' }))).toBe(false);
    expect(await storage.feedback.list(org, 10)).toEqual([entry()]);
  });

  it('counts verdicts on reasons by feature, with the newest complaints', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const say = (id: string, givenAt: number, feature: string | null, verdict: FeedbackEntry['verdict']) =>
      storage.feedback.append(org, entry({ id, givenAt, feature, verdict, subjectId: `00Q${id}`, comment: null }));
    await say('1', 500, 'employees', 'wrong');
    await say('2', 1_000, 'employees', 'wrong');
    await say('3', 2_000, 'employees', 'out_of_date');
    await say('4', 3_000, 'employees', 'helpful');
    await say('5', 3_000, 'employees', 'wrong');
    await say('6', 4_000, 'industry', 'helpful');
    await say('7', 5_000, null, 'disagree');
    expect(await storage.feedback.countByFeature(org, 1_000, 2)).toEqual([
      {
        ...{ feature: 'employees', wrong: 2, outOfDate: 1, helpful: 1 },
        complaints: [
          { subjectId: '00Q5', verdict: 'wrong', givenAt: 3_000 },
          { subjectId: '00Q3', verdict: 'out_of_date', givenAt: 2_000 },
        ],
      },
      { feature: 'industry', wrong: 0, outOfDate: 0, helpful: 1, complaints: [] },
    ]);
    expect(await storage.feedback.countByFeature(newOrg(), 0, 2)).toEqual([]);
  });

  it('rejects a verdict on a reason without a feature, and one on the score with a feature', async () => {
    const { storage, newOrg } = given();
    await expect(storage.feedback.append(newOrg(), entry({ verdict: 'wrong' }))).rejects.toThrow();
    await expect(storage.feedback.append(newOrg(), entry({ feature: 'employees' }))).rejects.toThrow();
  });

  it('hides one org’s feedback from another', async () => {
    const { storage, newOrg } = given();
    await storage.feedback.append(newOrg(), entry());
    expect(await storage.feedback.list(newOrg(), 10)).toEqual([]);
  });
});
