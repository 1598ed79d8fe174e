import type { EnrolledLead, ExperimentPlan } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { scoreEntry } from '../testing/records.ts';

const PLAN: ExperimentPlan = {
  ...{ design: 'lead', seed: 's', hiddenShare: 0.5, explorationShare: 0.05, baseRate: 0.06, relativeEffect: 0.2 },
  ...{ alpha: 0.05, power: 0.8, plannedLeads: 13_434, goal: { kind: 'converted' }, horizonDays: 30 },
};
const ENTRY = { id: 'exp_1', plan: PLAN, startedAt: 1_000, startedBy: 'cli' };
const lead = (leadId: string, given: Partial<EnrolledLead> = {}) => ({
  ...{ leadId, arm: 'shown' as const, band: 'B', repId: '005', fortnight: 0, enrolledAt: 2_000 },
  ...given,
});

describeOnEveryDatabase('experiments', (given) => {
  it('starts one at a time, and stops it in two steps', async () => {
    const { storage, newOrg } = given();
    const { experiments } = storage;
    const [org, other] = [newOrg(), newOrg()];
    expect(await experiments.findOpen(org)).toBeUndefined();
    expect(await experiments.start(org, ENTRY)).toBe(true);
    expect(await experiments.start(org, { ...ENTRY, id: 'exp_2' })).toBe(false);
    expect(await experiments.start(other, ENTRY)).toBe(true);
    expect(await experiments.findOpen(org)).toEqual({ ...ENTRY, state: 'running', stoppedAt: null });
    expect(await experiments.stop(org, 'exp_1', 'exploring', 5_000)).toBe(true);
    expect(await experiments.stop(org, 'exp_1', 'exploring', 6_000)).toBe(false);
    expect(await experiments.findOpen(org)).toMatchObject({ state: 'exploring', stoppedAt: 5_000 });
    expect(await experiments.stop(org, 'exp_1', 'ended', 7_000)).toBe(true);
    expect(await experiments.findOpen(org)).toBeUndefined();
    expect(await experiments.start(org, { ...ENTRY, id: 'exp_2', startedAt: 8_000 })).toBe(true);
    expect((await experiments.list(org)).map(({ id, state, stoppedAt }) => [id, state, stoppedAt])).toEqual([
      ['exp_2', 'running', null],
      ['exp_1', 'ended', 5_000],
    ]);
    expect(await experiments.findOpen(other)).toMatchObject({ state: 'running' });
  });

  it('starts only one of many that are started at the same time', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const starts = Array.from({ length: 8 }, (_, n) => storage.experiments.start(org, { ...ENTRY, id: `exp_${n}` }));
    expect((await Promise.all(starts)).filter(Boolean)).toHaveLength(1);
  });

  it('keeps the first enrolment of a lead and its first view', async () => {
    const { storage, newOrg } = given();
    const { experiments } = storage;
    const [org, other] = [newOrg(), newOrg()];
    await experiments.enrol(org, 'exp_1', [lead('00Q2'), lead('00Q1', { arm: 'hidden', repId: null })]);
    const again = await experiments.enrol(org, 'exp_1', [lead('00Q1', { band: 'A' }), lead('00Q3')]);
    expect(again.toSorted((a, b) => (a.leadId < b.leadId ? -1 : 1))).toEqual([
      { ...lead('00Q1', { arm: 'hidden', repId: null }), viewedAt: null },
      { ...lead('00Q3'), viewedAt: null },
    ]);
    await experiments.markViewed(org, 'exp_1', ['00Q2', '00Q9'], 3_000);
    await experiments.markViewed(org, 'exp_1', ['00Q2'], 4_000);
    expect(await experiments.findLeads(org, 'exp_1', ['00Q2'])).toEqual([{ ...lead('00Q2'), viewedAt: 3_000 }]);
    expect(await experiments.findLeads(other, 'exp_1', ['00Q2'])).toEqual([]);
    const chunks: string[][] = [];
    for await (const chunk of experiments.readLeads(org, 'exp_1', 2)) chunks.push(chunk.map(({ leadId }) => leadId));
    expect(chunks).toEqual([['00Q1', '00Q2'], ['00Q3']]);
  });

  it('does not enrol a lead that has a score already', async () => {
    const { storage, newOrg } = given();
    const { experiments, scoreLog } = storage;
    const [org, other] = [newOrg(), newOrg()];
    await scoreLog.append(org, [scoreEntry({ subjectId: '00Q1' }), scoreEntry({ subjectId: '00Q1' })]);
    await scoreLog.append(other, [scoreEntry({ subjectId: '00Q2' })]);
    const enrolled = await experiments.enrol(org, 'exp_1', [lead('00Q1'), lead('00Q2')]);
    expect(enrolled).toEqual([{ ...lead('00Q2'), viewedAt: null }]);
    await scoreLog.append(org, [scoreEntry({ subjectId: '00Q2' })]);
    expect(await experiments.enrol(org, 'exp_1', [lead('00Q1'), lead('00Q2')])).toEqual(enrolled);
  });

  it('stores one analysis a day, with infinitely many degrees of freedom', async () => {
    const { storage, newOrg } = given();
    const { experiments } = storage;
    const org = newOrg();
    const effect = {
      ...{ difference: 0.012, standardError: 0.004, shownRate: 0.072, hiddenRate: 0.06 },
      ...{ degreesOfFreedom: Number.POSITIVE_INFINITY, viewed: { rate: 0.5, variance: 1e-5, covariance: 0 } },
    };
    await experiments.saveAnalysis(org, 'exp_1', { day: 20_001, settledLeads: 90, effect });
    await experiments.saveAnalysis(org, 'exp_1', { day: 20_000, settledLeads: 0, effect: null });
    await experiments.saveAnalysis(org, 'exp_1', { day: 20_001, settledLeads: 99, effect: null });
    expect(await experiments.listAnalyses(org, 'exp_1')).toEqual([
      { day: 20_000, settledLeads: 0, effect: null },
      { day: 20_001, settledLeads: 90, effect },
    ]);
  });
});
