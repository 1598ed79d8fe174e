import type { LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { scoringModelOf } from '../scoring/scoring-model.ts';
import { scoreOneHistory } from '../scoring/score-histories.ts';
import type { TrainingRequest } from '../administration/scoring-settings/index.ts';
import { DAY, FIELDS, histories, NOW, inMemoryOrg } from './org.fixture.ts';
import { trainOnOrg } from './train-on-org.ts';

function org(leads: readonly LeadHistory[], fields = FIELDS) {
  const { ports, saved } = inMemoryOrg(() => leads, fields);
  const train = (settings: TrainingRequest['settings'] = {}) => trainOnOrg(ports, 'org', { settings }, noProgress);
  return { train, saved };
}

describe('an org with no decided lead at all', () => {
  const leads = histories(60, 1);
  const young = org(leads);

  it('is scored by the points table, and the report says why', async () => {
    const { report, entry, snapshots } = await young.train({ horizonDays: 365 });
    expect(snapshots).toBe(0);
    expect(entry).toMatchObject({ learner: 'rules', active: true });
    expect(report.verdict).toMatchObject({
      level: 'not ready',
      reasons: [expect.stringMatching(/at least 40 of each/)],
    });
    const { entry: kept, file } = young.saved[0]!;
    const { model, schema } = scoringModelOf(kept, file);
    const scoreOf = (lead: LeadHistory) => scoreOneHistory(model, schema, lead, NOW, { threshold: 0.5, maxReasons: 5 });
    const scores = leads.map((lead) => scoreOf(lead).score);
    const [referral, web] = [scores[0]!, scores[1]!];
    expect(referral.score).toBeGreaterThan(web.score);
    expect(new Set(scores.map(({ band }) => band)).size).toBeGreaterThan(2);
    expect(referral.reasons.map(({ field }) => field)).toContain('LeadSource');
    expect(scoreOf(leads[1]!).warnings).toEqual([]);
  });

  it('is scored by the org’s own points table where it has one', async () => {
    const pointsTable = [{ feature: 'industry', condition: { is: ['Retail'] }, points: 30 }];
    await young.train({ horizonDays: 365, pointsTable });
    const { entry, file } = young.saved.at(-1)!;
    const { model, schema } = scoringModelOf(entry, file);
    const settings = { threshold: 0.5, maxReasons: 5 };
    const [energy, retail] = leads.slice(0, 2).map((lead) => scoreOneHistory(model, schema, lead, NOW, settings).score);
    expect(retail!.score).toBeGreaterThan(energy!.score);
    expect(retail!.reasons.map(({ field }) => field)).toEqual(['Industry']);
  });
});

describe('an org with just enough outcomes, but not without the newest looks', () => {
  it('is scored by the points table, and the report says why', async () => {
    const { report, entry, converted } = await org(histories(155, 2)).train({ horizonDays: 30, snapshotAgesDays: [0] });
    expect(converted).toBe(45);
    expect(entry).toMatchObject({ learner: 'rules', active: true });
    expect(report.verdict).toMatchObject({
      level: 'not ready',
      reasons: [expect.stringMatching(/are left to learn from; a model needs at least 40 of each/)],
    });
  });
});

describe('the report of an org', () => {
  it('calls features and fields as people do', async () => {
    const fields = FIELDS.map((field) => ({ ...field, label: `The ${field.name}` }));
    const { report } = await org(histories(400, 2), fields).train({
      ...{ learner: 'logistic', horizonDays: 30, snapshotAgesDays: [0], excludedFields: ['Industry'] },
    });
    const labelled = (told: readonly { readonly field: string; readonly label?: string }[]) =>
      Object.fromEntries(told.map(({ field, label }) => [field, label]));
    expect(labelled(report.leakage.findings)).toMatchObject({ lead_source: 'Lead source', Industry: 'The Industry' });
    expect(labelled(report.quality)).toMatchObject({ lead_source: 'Lead source' });
    expect(labelled(report.drift)).toMatchObject({ lead_source: 'Lead source' });
  });
});

describe('a goal that the data cannot tell of is refused with what to do', () => {
  const leads = histories(400, 2);

  it.each([
    ['opportunity', { kind: 'opportunity' }, FIELDS, /let the integration user read Opportunity/],
    ['won', { kind: 'won' }, FIELDS, /needs the opportunities/],
    ['a status nobody had', { kind: 'status', status: 'Signed' }, FIELDS, /Leads have had: Converted, Open/],
    [
      'a status that is not tracked',
      { kind: 'status', status: 'Open' },
      FIELDS.map((field) => (field.name === 'Status' ? { ...field, past: { kind: 'unknown' as const } } : field)),
      /turn on field history tracking/,
    ],
  ] as const)('%s', async (_name, goal, fields, message) => {
    await expect(org(leads, [...fields]).train({ goal })).rejects.toMatchObject({
      code: 'goal_not_known',
      message: expect.stringMatching(message),
    });
  });

  it('and learned from where it can', async () => {
    const withOpportunities = leads.map((lead, at) => ({
      ...lead,
      opportunity:
        lead.convertedAt === null
          ? null
          : { createdAt: lead.convertedAt, wonAt: at % 2 ? lead.convertedAt + 10 * DAY : null },
    }));
    const converted = await org(withOpportunities).train({ learner: 'logistic', horizonDays: 30 });
    const won = await org(withOpportunities).train({ learner: 'logistic', horizonDays: 30, goal: { kind: 'won' } });
    expect(won.snapshots).toBe(converted.snapshots);
    expect(won.converted / converted.converted).toBeCloseTo(0.5, 1);
  });
});

describe('the org’s capacity', () => {
  it('gives a threshold by how many leads came in lately', async () => {
    const { report, incomingPerWeek } = await org(histories(400, 2)).train({ learner: 'logistic', capacityPerWeek: 1 });
    expect(incomingPerWeek).toBeCloseTo(3.5, 1);
    const choice = report.thresholds.find(({ name }) => name === 'capacity');
    expect(choice?.called).toBeGreaterThan(0.1);
    expect(choice?.called).toBeLessThan(0.5);
  });
});
