import { DAY_MS, seededRandom } from '@leadlight/common';
import { OffsetModel } from '@leadlight/forest';
import type { LeadHistory } from '@leadlight/lead-features';
import type { Reason } from '@leadlight/lead-score';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noProgress, type ModelEventEntry } from '../../ports/index.ts';
import { scoreRows } from '../../scoring/score-rows.ts';
import { scoringModelOf } from '../../scoring/scoring-model.ts';
import { histories, inMemoryOrg, NOW } from '../org.fixture.ts';
import { trainOnOrg } from '../train-and-publish.ts';
import { recalibrate, type RecalibratePorts } from './recalibrate.ts';

const HORIZON_DAYS = 30;
const CHANGE_DAYS = 24;

/** Referrals reach the goal in half of the cases, others in a sixth, at these odds. @param othersFactor of all but referrals */
function withOutcomes(
  leads: readonly LeadHistory[],
  oddsFactor: number,
  seed: number,
  othersFactor = oddsFactor,
): readonly LeadHistory[] {
  const random = seededRandom(seed);
  return leads.map((lead) => {
    const isReferral = lead.fields.LeadSource === 'Referral';
    const odds = isReferral ? oddsFactor : 0.2 * othersFactor;
    const [drawn, wait] = [random(), HORIZON_DAYS * random() ** 2];
    const convertedAt = lead.createdAt + wait * DAY_MS;
    return { ...lead, convertedAt: drawn < odds / (1 + odds) && convertedAt < NOW ? convertedAt : null };
  });
}

const former = withOutcomes(
  histories(1_200, 0.2).filter(({ createdAt }) => createdAt <= NOW - CHANGE_DAYS * DAY_MS),
  1,
  3,
);

/** Fifty leads a day since the change, whose odds are another multiple. */
const since = (oddsFactor: number, othersFactor?: number) =>
  withOutcomes(
    histories(50 * CHANGE_DAYS, 1 / 51).map((lead, i) => ({
      ...lead,
      leadId: `N${i}`,
      fields: { ...lead.fields, Email: `n${i}@n${i}.com`, Company: `N${i}` },
    })),
    oddsFactor,
    4,
    othersFactor,
  );

const alarm = (modelId: string): ModelEventEntry => ({
  id: 'evt_1',
  kind: 'performance_changed',
  severity: 'alarm',
  subject: '',
  modelId,
  modelVersion: 1,
  foundAt: NOW,
  since: NOW - CHANGE_DAYS * DAY_MS,
  endedAt: null,
  weeksBetweenFalseAlarms: 80,
  message: { code: 'event_performance_changed', values: [], english: '' },
  action: null,
});

const ofValue = (modelId: string, subject: string): ModelEventEntry => ({
  ...alarm(modelId),
  id: `evt_${subject}`,
  kind: 'segment_changed',
  subject,
});

describe('recalibrate', () => {
  let read: readonly LeadHistory[] = former;
  const org = inMemoryOrg(() => read);
  const run = () => recalibrate(org.ports as unknown as RecalibratePorts, 'org', noProgress);

  beforeAll(async () => {
    const settings = { learner: 'logistic', horizonDays: HORIZON_DAYS, snapshotAgesDays: [0] } as const;
    await trainOnOrg(org.ports, 'org', { settings }, noProgress);
  });
  beforeEach(async () => {
    org.saved.length = 1;
    await org.ports.models.activate('org', org.saved[0]!.entry.id);
    for (const list of [org.audit, org.events, org.shadows]) list.length = 0;
    read = [...former, ...since(1)];
  });

  it('publishes the same trees at the level of the leads since the change, most of them still open', async () => {
    read = [...former, ...since(0.3)];
    org.events.push(alarm(org.saved[0]!.entry.id));
    const { entry, recalibration, rejected, needsRetraining } = await run();
    expect({ rejected, needsRetraining }).toEqual({ rejected: undefined, needsRetraining: false });
    expect(recalibration).toMatchObject({ ofVersion: 1, kind: 'level', slope: 1, since: NOW - CHANGE_DAYS * DAY_MS });
    expect(Math.abs(recalibration!.intercept - Math.log(0.3))).toBeLessThan(0.4);
    expect(recalibration!.difference.challenger).toBe('better');
    expect(entry).toMatchObject({ version: 2, active: true, trainedAt: NOW, report: { recalibration } });
    const [base, active] = org.saved.map((saved) => scoringModelOf(saved.entry, saved.file).model);
    const row = active!.features.map(({ kind }) => (kind === 'numeric' ? 3 : null));
    const before = base!.explain(row);
    const after = active!.explain(row);
    expect(after.contributions).toEqual(before.contributions);
    const logOdds = (p: number) => Math.log(p / (1 - p));
    expect(logOdds(active!.predict(row)) - logOdds(base!.predict(row))).toBeCloseTo(recalibration!.intercept, 6);
  });

  it('is audited with its evidence, and the former model goes on scoring in shadow mode', async () => {
    read = [...former, ...since(0.3)];
    const formerId = org.saved[0]!.entry.id;
    org.events.push(alarm(formerId));
    const { entry, recalibration } = await run();
    expect(org.audit).toEqual([
      { at: NOW, actor: 'monitor', act: 'model.recalibrate', subject: entry!.id, detail: recalibration },
    ]);
    expect(org.shadows).toMatchObject([
      { modelId: formerId, role: 'former', besideModelId: entry!.id, startedBy: 'monitor', endedAt: null },
    ]);
  });

  it('changes nothing without an alarm', async () => {
    read = [...former, ...since(0.3)];
    org.events.push({ ...alarm(org.saved[0]!.entry.id), severity: 'notice' });
    expect(await run()).toEqual({ rejected: 'no_alarm', needsRetraining: false });
    expect(org.saved).toHaveLength(1);
  });

  it('changes nothing where another level is not better beyond chance', async () => {
    org.events.push(alarm(org.saved[0]!.entry.id));
    expect(await run()).toMatchObject({ rejected: 'not_better', needsRetraining: true });
    expect(org.saved).toHaveLength(1);
    expect(org.audit).toEqual([]);
  });

  it('changes nothing where too few of the leads since the change have reached the goal', async () => {
    org.events.push({ ...alarm(org.saved[0]!.entry.id), since: NOW - 2 * DAY_MS });
    expect(await run()).toMatchObject({ rejected: 'too_few_outcomes', needsRetraining: true });
  });

  it('changes nothing while a field that the model reads is lost, which another level would hide', async () => {
    read = [...former, ...since(0.3)];
    org.events.push(alarm(org.saved[0]!.entry.id));
    const { orgs } = org.ports;
    const find = async (orgId: string) => {
      const found = (await orgs.find(orgId))!;
      return { ...found, fields: found.fields.filter(({ name }) => name !== 'LeadSource') };
    };
    const ports = { ...org.ports, orgs: { ...orgs, find } } as unknown as RecalibratePorts;
    expect(await recalibrate(ports, 'org', noProgress)).toEqual({ rejected: 'fields_lost', needsRetraining: false });
  });

  describe('where the alarm is about the leads with one value', () => {
    const active = () => scoringModelOf(org.saved.at(-1)!.entry, org.saved.at(-1)!.file);
    const feature = () => active().schema.features.findIndex(({ field }) => field === 'LeadSource');
    const sourceIs = (value: string) => `${active().schema.features[feature()]!.name}=${value}`;
    const rowOf = (source: string) =>
      active().model.features.map(({ kind }, at) => (at === feature() ? source : kind === 'numeric' ? 3 : null));
    const logOdds = (p: number) => Math.log(p / (1 - p));

    it('adjusts only these leads, and their reasons still add up to the score', async () => {
      read = [...former, ...since(0.25, 1)];
      const base = active();
      org.events.push(ofValue(base.entry.id, sourceIs('Referral')));
      const { recalibration, rejected, needsRetraining } = await run();
      expect({ rejected, needsRetraining }).toEqual({ rejected: undefined, needsRetraining: false });
      const [offset] = recalibration!.offsets!;
      expect(recalibration).toMatchObject({ kind: 'values', intercept: 0, slope: 1, offsets: [{ value: 'Referral' }] });
      expect(Math.abs(offset!.logOdds - Math.log(0.25))).toBeLessThan(0.4);
      expect(recalibration!.difference.challenger).toBe('better');
      const { model, schema } = active();
      const shift = (source: string) =>
        logOdds(model.predict(rowOf(source))) - logOdds(base.model.predict(rowOf(source)));
      expect(shift('Referral')).toBeCloseTo(offset!.logOdds, 6);
      expect(shift('Web')).toBeCloseTo(0, 6);
      const scores = scoreRows(model, schema, [rowOf('Referral'), rowOf('Web')], { threshold: 0.5, maxReasons: 5 });
      for (const { score, baselineScore, reasons, otherPoints } of scores) {
        expect(baselineScore + reasons.reduce((sum, { points }) => sum + points, 0) + otherPoints).toBe(score);
      }
      const pointsBefore = scoreRows(base.model, schema, [rowOf('Referral')], { threshold: 0.5, maxReasons: 5 })[0]!;
      const ofSource = (reasons: readonly Reason[]) => reasons.find(({ field }) => field === 'LeadSource')?.points ?? 0;
      expect(ofSource(scores[0]!.reasons)).toBeLessThan(ofSource(pointsBefore.reasons));
      expect(org.events.at(-1)!.message).toMatchObject({
        code: 'event_model_recalibrated_values',
        names: [sourceIs('Referral')],
      });
      expect(org.events.at(-1)!.message.english).toContain('for leads with');
      expect(org.audit).toMatchObject([{ act: 'model.recalibrate', detail: { offsets: [{ value: 'Referral' }] } }]);
    });

    it('adjusts them first where an alarm about all leads stands as well, which the next check judges', async () => {
      read = [...former, ...since(0.25, 1)];
      org.events.push(alarm(active().entry.id), ofValue(active().entry.id, sourceIs('Referral')));
      expect((await run()).recalibration).toMatchObject({ kind: 'values' });
    });

    it('adjusts all leads where no offset of a value is better', async () => {
      read = [...former, ...since(0.3)];
      org.events.push(alarm(active().entry.id), ofValue(active().entry.id, sourceIs('Unknown')));
      expect((await run()).recalibration).toMatchObject({ kind: 'level', offsets: [] });
    });

    it('adds a later level to the offset, and a training takes neither over', async () => {
      read = [...former, ...since(0.25, 1)];
      org.events.push(ofValue(active().entry.id, sourceIs('Referral')));
      await run();
      const before = active();
      org.events.length = 0;
      org.events.push(alarm(before.entry.id));
      read = [...former, ...since(0.5, 2)];
      const { recalibration } = await run();
      expect(recalibration).toMatchObject({ ofVersion: 2, offsets: [], difference: { challenger: 'better' } });
      const { intercept, slope } = recalibration!;
      for (const source of ['Referral', 'Web']) {
        const [now, then] = [active(), before].map(({ model }) => logOdds(model.predict(rowOf(source))));
        expect(now).toBeCloseTo(intercept + slope * then!, 6);
      }
      expect(active().model).toBeInstanceOf(OffsetModel);
      const settings = { learner: 'logistic', horizonDays: HORIZON_DAYS, snapshotAgesDays: [0] } as const;
      await trainOnOrg(org.ports, 'org', { settings }, noProgress);
      expect(active().model).not.toBeInstanceOf(OffsetModel);
    });

    it('says that there is nothing to do for a group of a field that the model does not read', async () => {
      org.events.push({ ...ofValue(active().entry.id, 'Region__c=North'), kind: 'group_differs' });
      expect(await run()).toEqual({ rejected: 'no_alarm', needsRetraining: false });
    });
  });
});
