import { DAY_MS } from '@leadlight/common';
import type { LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { noProgress } from '../ports/index.ts';
import { scoringModelOf } from '../scoring/scoring-model.ts';
import { scoreHistories } from '../scoring/score-histories.ts';
import type { TrainingRequest } from '../administration/scoring-settings/org-train-settings.ts';
import { FIELDS, histories, NOW, inMemoryOrg } from './org.fixture.ts';
import { trainOnOrg } from './train-and-publish.ts';

function org(leads: readonly LeadHistory[], fields = FIELDS) {
  const { ports, saved } = inMemoryOrg(() => leads, fields);
  const train = (settings: TrainingRequest['settings'] = {}) =>
    trainOnOrg(ports, 'org', { settings, quick: true }, noProgress);
  return { train, saved };
}

describe('trainOnOrg without settled leads', () => {
  const leads = histories(60, 1);
  const youngOrg = org(leads);

  it('uses the points table and reports the reason', async () => {
    const { report, entry, snapshots } = await youngOrg.train({ horizonDays: 365 });
    expect(snapshots).toBe(0);
    expect(entry).toMatchObject({ learner: 'rules', active: true });
    expect(report.verdict).toMatchObject({
      level: 'not ready',
      reasons: [{ english: expect.stringMatching(/at least 40 of each/) as string }],
    });
    const { entry: stored, file } = youngOrg.saved[0]!;
    const scored = await scoreHistories(scoringModelOf(stored, file), leads, NOW, 5);
    const scores = scored.map(({ score }) => score);
    const [referral, web] = [scores[0]!, scores[1]!];
    expect(referral.score).toBeGreaterThan(web.score);
    expect(new Set(scores.map(({ band }) => band)).size).toBeGreaterThan(2);
    expect(referral.reasons.map(({ field }) => field)).toContain('LeadSource');
    expect(scored[1]!.warnings).toEqual([]);
  });

  it('uses the org’s own points table', async () => {
    const pointsTable = [{ feature: 'industry', condition: { is: ['Retail'] }, points: 30 }];
    await youngOrg.train({ horizonDays: 365, pointsTable });
    const { entry, file } = youngOrg.saved.at(-1)!;
    const scored = await scoreHistories(scoringModelOf(entry, file), leads.slice(0, 2), NOW, 5);
    const [energy, retail] = scored.map(({ score }) => score);
    expect(retail!.score).toBeGreaterThan(energy!.score);
    expect(retail!.reasons.map(({ field }) => field)).toEqual(['Industry']);
  });
});

describe('trainOnOrg with too few outcomes excluding the held-out ones', () => {
  it('uses the points table and reports the reason', async () => {
    const { report, entry, converted } = await org(histories(155, 2)).train({ horizonDays: 30, snapshotAgesDays: [0] });
    expect(converted).toBe(45);
    expect(entry).toMatchObject({ learner: 'rules', active: true });
    expect(report.verdict).toMatchObject({
      level: 'not ready',
      reasons: [{ english: expect.stringMatching(/remain for training.*at least 40 of each/) as string }],
    });
  });
});

describe('trainOnOrg report', () => {
  it('uses the labels of features and fields', async () => {
    const fields = FIELDS.map((field) => ({ ...field, label: `The ${field.name}` }));
    const { report } = await org(histories(400, 2), fields).train({
      learner: 'logistic',
      horizonDays: 30,
      snapshotAgesDays: [0],
      excludedFields: ['Industry'],
    });
    const labelled = (entries: readonly { readonly field: string; readonly label?: string }[]) =>
      Object.fromEntries(entries.map(({ field, label }) => [field, label]));
    expect(labelled(report.leakage.findings)).toMatchObject({ lead_source: 'Lead source', Industry: 'The Industry' });
    expect(labelled(report.quality)).toMatchObject({ lead_source: 'Lead source' });
    expect(labelled(report.drift)).toMatchObject({ lead_source: 'Lead source' });
  });
});

describe('trainOnOrg with another goal', () => {
  const leads = histories(400, 2);

  it.each([
    [
      'an opportunity',
      { kind: 'opportunity' },
      FIELDS,
      'opportunities_not_synced',
      /Let the integration user read Opportunity/,
    ],
    ['won', { kind: 'won' }, FIELDS, 'opportunities_not_synced', /needs the opportunities/],
    [
      'a status that no lead had',
      { kind: 'status', status: 'Signed' },
      FIELDS,
      'status_never_used',
      /Leads have had: Converted, Open/,
    ],
    [
      'a status that is not tracked',
      { kind: 'status', status: 'Open' },
      FIELDS.map((field) => (field.name === 'Status' ? { ...field, past: { kind: 'unknown' as const } } : field)),
      'status_not_tracked',
      /Turn on field history tracking/,
    ],
  ] as const)('rejects %s if the data cannot show it', async (_name, goal, fields, code, message) => {
    await expect(org(leads, [...fields]).train({ goal })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('learns from opportunities', async () => {
    const withOpportunities = leads.map((lead, i) => ({
      ...lead,
      opportunity:
        lead.convertedAt === null
          ? null
          : { createdAt: lead.convertedAt, wonAt: i % 2 ? lead.convertedAt + 10 * DAY_MS : null },
    }));
    const converted = await org(withOpportunities).train({ learner: 'logistic', horizonDays: 30 });
    const won = await org(withOpportunities).train({ learner: 'logistic', horizonDays: 30, goal: { kind: 'won' } });
    expect(won.snapshots).toBe(converted.snapshots);
    expect([converted.report.goal, won.report.goal]).toEqual(['converted', 'won']);
    expect(won.report.split.sentence).toMatch(/learned from [\d,]+ snapshots of [\d,]+ leads/);
    expect(won.converted / converted.converted).toBeCloseTo(0.5, 1);
  });
});

describe('trainOnOrg with a capacity', () => {
  it('chooses a threshold by the number of recent leads', async () => {
    const { report, incomingPerWeek } = await org(histories(400, 2)).train({ learner: 'logistic', capacityPerWeek: 1 });
    expect(incomingPerWeek).toBeCloseTo(3.5, 1);
    const choice = report.thresholds.find(({ name }) => name === 'capacity');
    expect(choice?.called).toBeGreaterThan(0.1);
    expect(choice?.called).toBeLessThan(0.5);
  });
});

describe('trainOnOrg with groups', () => {
  it('measures groups by a field that the model must not read, and by a number in ranges', async () => {
    const { report, entry, file } = await trainWithGroups(['Industry', 'employees', 'LeadSource']);
    expect(report.groups!.map(({ field }) => field)).toEqual(['Industry', 'employees', 'LeadSource']);
    const [industry, employees, source] = report.groups!;
    const namesOf = ({ groups }: NonNullable<typeof industry>) =>
      groups.map(({ name }) => (name.kind === 'value' ? name.value : name.kind));
    expect(namesOf(industry!).toSorted()).toEqual(['Energy', 'Retail']);
    expect(namesOf(employees!)).toEqual(['range', 'range', 'range', 'range']);
    const referral = source!.groups.find(({ name }) => name.kind === 'value' && name.value === 'Referral')!;
    expect(referral.actual.value).toBeGreaterThan(0.4);
    expect(source!.groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(report.holdout.rows);
    const fields = scoringModelOf(entry, file).schema.features.map(({ field }) => field);
    expect(fields).toContain('LeadSource');
    expect(fields).not.toContain('Industry');
  });

  it('rejects a field that the org does not have', async () => {
    await expect(org(histories(600, 1)).train({ groupFields: ['Region__c'] })).rejects.toMatchObject({
      code: 'settings_invalid',
    });
  });

  async function trainWithGroups(groupFields: readonly string[]) {
    const trained = org(histories(900, 1));
    const settings = { groupFields, excludedFields: ['Industry'], horizonDays: 30, learner: 'logistic' } as const;
    const { report } = await trained.train(settings);
    return { report, ...trained.saved[0]! };
  }
});
