import { DAY_MS, seededRandom } from '@leadlight/common';
import type { LeadHistory } from '@leadlight/lead-features';
import { beforeAll, describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { checkModel, type CheckModelPorts } from './check-model.ts';
import { histories, inMemoryOrg, NOW } from './org.fixture.ts';
import { inMemoryChecks } from './monitoring/model-checks.fixture.ts';
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
    const fields = { ...lead.fields, NumberOfEmployees: Math.floor(400 * random()) };
    return { ...lead, fields, convertedAt: drawn < (isNew ? after : rate) && convertedAt < NOW ? convertedAt : null };
  });
}

describe('checkModel', () => {
  let read = leads(0, 0);
  const { ports } = inMemoryOrg(() => read);
  beforeAll(async () => {
    const settings = { learner: 'logistic', horizonDays: HORIZON_DAYS, snapshotAgesDays: [0] } as const;
    await trainOnOrg(ports, 'org', { settings }, noProgress);
  });
  const check = (now: readonly LeadHistory[], more: object = {}) => {
    read = now;
    const { checks, events, ports: ofChecks } = inMemoryChecks();
    return checkModel({ ...ports, ...ofChecks, ...more } as unknown as CheckModelPorts, 'org', noProgress).then(
      (checked) => ({
        ...checked,
        stored: { checks, events },
      }),
    );
  };

  it('estimates how good the model is for leads that are still open, and finds nothing wrong', async () => {
    const unchanged = await check(leads(0, 0));
    expect(unchanged).toMatchObject({ needsRetraining: false, reasons: [], events: [] });
    expect(unchanged.stored.checks).toMatchObject([{ checkedAt: NOW, modelId: unchanged.model.id }]);
    const { auc, rate, predictedRate, ifCalibrated } = unchanged.performance!;
    expect(auc.low).toBeLessThan(ifCalibrated.auc);
    expect(auc.high).toBeGreaterThan(ifCalibrated.auc);
    expect(rate.low).toBeLessThan(predictedRate);
    expect(rate.high).toBeGreaterThan(predictedRate);
  });

  it('asks for retraining four weeks after referrals have become no better than others', async () => {
    const { needsRetraining, reasons, performance, calibration, stored } = await check(leads(28, 0.23));
    expect(needsRetraining).toBe(true);
    expect(calibration).toBeUndefined();
    expect(stored.events.map(({ kind }) => kind)).toContain('performance_changed');
    expect(reasons.join('\n')).toMatch(/^Leads since 2025-1[12]-\d\d turn out differently than predicted/m);
    expect(reasons.join('\n')).toMatch(/^Leads with Lead source: Referral turn out differently since 2025-1[12]-\d\d/m);
    expect(performance!.auc.value).toBeLessThan(0.58);
    expect(performance!.ifCalibrated.auc).toBeGreaterThan(0.65);
  });

  const withIndustry = (industry: string) =>
    leads(0, 0).map((lead) =>
      lead.createdAt > NOW - 29 * DAY_MS ? { ...lead, fields: { ...lead.fields, Industry: industry } } : lead,
    );

  it('shows a feature that has moved, and neither alarms nor retrains for it', async () => {
    const { events, needsRetraining, reasons } = await check(withIndustry('Retail'));
    expect(events).toMatchObject([{ kind: 'values_moved', subject: 'industry', severity: 'notice', action: null }]);
    expect([needsRetraining, reasons]).toEqual([false, []]);
  });

  it('alarms for values that the model has never seen, without retraining', async () => {
    const { events, needsRetraining, reasons } = await check(withIndustry('Mining'));
    expect(events).toMatchObject([{ kind: 'values_unseen', subject: 'industry', severity: 'alarm' }]);
    expect(needsRetraining).toBe(false);
    expect(reasons.join()).toMatch(
      / of the leads have had values of Industry that the model does not know; before, 0 %\.$/,
    );
  });

  describe('of an org with groups that an administrator has named', () => {
    const named = {
      scoringSettings: {
        findNewest: () => Promise.resolve({ settings: { groupFields: ['Region__c', 'NumberOfEmployees'] } }),
      },
    };
    /** Every second lead is from the north; since four weeks ago, none of them converts. */
    const inRegions = (northTurnsBad: boolean) =>
      leads(0, 0).map((lead, i): LeadHistory => {
        const isNorth = i % 2 === 0;
        const isLost = northTurnsBad && isNorth && lead.createdAt > NOW - 29 * DAY_MS;
        const fields = { ...lead.fields, Region__c: isNorth ? 'North' : 'South' };
        return { ...lead, fields, convertedAt: isLost ? null : lead.convertedAt };
      });
    const groupsOf = ({ events }: Awaited<ReturnType<typeof check>>) =>
      events.filter(({ kind }) => kind === 'group_differs').map(({ subject, severity }) => ({ subject, severity }));

    it('alarms for the group whose leads turn out differently, of a field that the model does not read', async () => {
      const checked = await check(inRegions(true), named);
      expect(groupsOf(checked)).toEqual([{ subject: 'Region__c=North', severity: 'alarm' }]);
      expect(checked.reasons.join('\n')).toMatch(
        /^Leads of the group Region__c: North turn out differently since 2025-1[12]-\d\d/m,
      );
      expect(checked.needsRetraining).toBe(true);
    });

    it('names the groups of numbers by the feature that reads the field, and alarms for none where nothing differs', async () => {
      const checked = await check(inRegions(false), named);
      expect(groupsOf(checked)).toEqual([]);
      const watched = checked.measures.filter(({ kind }) => kind === 'group_differs').map(({ subject }) => subject);
      expect(watched).toContain('Region__c=North');
      expect(watched.filter((subject) => /^employees.*=.*\d/.test(subject)).length).toBeGreaterThan(2);
    });
  });
});
