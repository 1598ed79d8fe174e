import { DAY_MS, seededRandom } from '@leadlight/common';
import type { LeadHistory } from '@leadlight/lead-features';
import { beforeAll, describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { checkModel, type CheckModelPorts } from './check-model.ts';
import { histories, inMemoryOrg, NOW } from './org.fixture.ts';
import { trainOnOrg } from './train-and-publish.ts';

const LEADS = 2_500;
const HORIZON_DAYS = 30;

/** Ten leads a day. Referrals convert in half of the cases, others in a tenth; from `changeDays` ago on both in `after` of the cases. */
function leads(changeDays: number, after: number): readonly LeadHistory[] {
  const random = seededRandom(3);
  return histories(LEADS, 0.1).map((lead) => {
    const rate = lead.fields.LeadSource === 'Referral' ? 0.5 : 0.1;
    const isNew = lead.createdAt > NOW - changeDays * DAY_MS;
    const [drawn, wait] = [random(), HORIZON_DAYS * random() ** 2];
    const convertedAt = lead.createdAt + wait * DAY_MS;
    return { ...lead, convertedAt: drawn < (isNew ? after : rate) && convertedAt < NOW ? convertedAt : null };
  });
}

describe('checkModel', () => {
  let read = leads(0, 0);
  const { ports } = inMemoryOrg(() => read);
  beforeAll(async () => {
    const settings = { learner: 'logistic', horizonDays: HORIZON_DAYS, snapshotAgesDays: [0] } as const;
    await trainOnOrg(ports, 'org', { settings }, noProgress);
  });
  const check = (now: readonly LeadHistory[]) => {
    read = now;
    return checkModel(ports as unknown as CheckModelPorts, 'org', noProgress);
  };

  it('estimates how good the model is for leads that are still open, and finds nothing wrong', async () => {
    const unchanged = await check(leads(0, 0));
    expect(unchanged).toMatchObject({ needsRetraining: false, reasons: [] });
    const { auc, rate, predictedRate, ifCalibrated } = unchanged.live!.estimate;
    expect(auc.low).toBeLessThan(ifCalibrated.auc);
    expect(auc.high).toBeGreaterThan(ifCalibrated.auc);
    expect(rate.low).toBeLessThan(predictedRate);
    expect(rate.high).toBeGreaterThan(predictedRate);
  });

  it('asks for retraining four weeks after referrals have become no better than others', async () => {
    const { needsRetraining, reasons, live, calibration } = await check(leads(28, 0.23));
    expect(needsRetraining).toBe(true);
    expect(calibration).toBeUndefined();
    expect(reasons.join()).toMatch(/^Leads since 2025-1[12]-\d\d turn out differently than predicted/);
    expect(live!.estimate.auc.value).toBeLessThan(0.58);
    expect(live!.estimate.ifCalibrated.auc).toBeGreaterThan(0.65);
  });

  it('shows a feature that has moved, and does not retrain for it alone', async () => {
    const moved = leads(0, 0).map((lead) =>
      lead.createdAt > NOW - 29 * DAY_MS ? { ...lead, fields: { ...lead.fields, Industry: 'Mining' } } : lead,
    );
    const { drifted, needsRetraining, reasons } = await check(moved);
    expect(drifted.map(({ field }) => field)).toContain('industry');
    expect([needsRetraining, reasons]).toEqual([false, []]);
  });
});
