import { describe, expect, it } from 'vitest';
import { modelReportOf } from '../model-report/model-report.ts';
import { sampleReport } from '../sample-report.fixture.ts';
import { modelCardOf, type ModelCardInput } from './model-card.ts';
import { cardHtml, cardMarkdown } from './write-card.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const input = (changes: Partial<ModelCardInput> = {}): ModelCardInput => ({
  ...modelReportOf(sampleReport({ goal: 'won', horizonDays: 60 })),
  model: { id: '9f2c41d07be35a68', version: 7, learner: 'boosting', trainedAt: Date.UTC(2026, 4, 20), active: true },
  excludedFields: ['Gender__c'],
  approvals: [
    { at: Date.UTC(2026, 4, 21, 9), actor: 'Mara | Lindqvist', act: 'approved', note: 'Checked by *legal*' },
    { at: Date.UTC(2026, 4, 20, 9), actor: 'training', act: 'activated' },
  ],
  softwareVersion: '0.1.0',
  writtenAt: NOW,
  ...changes,
});

describe('modelCardOf', () => {
  it('has the seven sections, worded by the goal', () => {
    const card = modelCardOf(input());
    expect(card.sections.map(({ title }) => title)).toEqual([
      'Intended use',
      'Data',
      'Measures',
      'Groups',
      'Limits',
      'Approval',
      'Versions',
    ]);
    const text = cardMarkdown(card);
    expect(text).toContain('the probability that it would be won within 60 days');
    expect(text).toContain('Excluded by an administrator, as the settings are now: Gender\\_\\_c.');
    expect(text).toContain('Left out because they reveal or may reveal the outcome: Tags');
    expect(text).toMatch(/\| AUC \| 0\.\d{3} \| 0\.\d{3} to 0\.\d{3} \|/);
    expect(text).toContain('| model id | 9f2c41d07be35a68 |');
    expect(text).toContain('Groups of leads were not compared');
    expect(text).not.toMatch(/convert/i);
  });

  it('names who approved the model, and says so where nobody has', () => {
    expect(cardMarkdown(modelCardOf(input()))).toContain(
      '| 2026-05-21 09:00 UTC | approved | Mara \\| Lindqvist | Checked by \\*legal\\* |',
    );
    expect(cardMarkdown(modelCardOf(input({ approvals: [] })))).toContain('No person has approved this model');
  });

  it('says that nothing was measured of a model without a report', () => {
    const { model, excludedFields, approvals, softwareVersion, writtenAt } = input();
    const card = modelCardOf({ model, excludedFields, approvals, softwareVersion, writtenAt });
    expect(cardMarkdown(card)).toContain('Nothing was measured');
  });

  it('says of a stored report, in which JSON has null, what was not measured', () => {
    const stored = JSON.parse(JSON.stringify(input())) as ModelCardInput;
    const { holdout } = stored;
    const text = cardMarkdown(
      modelCardOf({
        ...stored,
        holdout: { ...holdout!, decisions: { ...holdout!.decisions, precision: null as never } },
      }),
    );
    expect(text).toMatch(/\| precision from 50\.0 % on \| not measured \|/);
    expect(text).not.toMatch(/NaN|null|undefined/);
  });
});

describe('cardHtml', () => {
  it('is one page that needs no network, with what came from outside escaped', () => {
    const page = cardHtml(modelCardOf(input({ title: 'Org <b>' })));
    expect(page).toContain('Org &lt;b&gt; · active');
    expect(page).not.toMatch(/<script|https?:|NaN|undefined/);
  });
});
