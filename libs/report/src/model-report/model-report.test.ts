import { codedMessage, englishText, messageValue } from '@leadlight/common';
import { randomSplit } from '@leadlight/evaluation';
import { describe, expect, it } from 'vitest';
import { reportJson } from '../report-json.ts';
import { sampleReport } from '../sample-report.fixture.ts';
import { modelReportOf } from './model-report.ts';
import { verdictHeadline } from './report-verdict.ts';
import { questionSentence } from './sentences.ts';

describe('modelReportOf', () => {
  const report = modelReportOf(sampleReport());

  it('measures the published contender and compares it with the others', () => {
    expect(report.holdout.rows).toBe(800);
    expect(report.holdout.auc).toBe(report.leaderboard.find(({ id }) => id === 'forest')?.metrics.auc);
    expect(report.holdout.intervals.auc.low).toBeLessThan(report.holdout.auc);
    expect(report.comparison).toMatch(/the forest ranks highest.*for the points table\.$/);
    expect(report.thresholds.map(({ name }) => name)).toEqual(['half', 'bestF1', 'capacity', 'value']);
  });

  it('describes the split and the leakage in sentences', () => {
    expect(report.split.sentence).toMatch(/^Split by time at 2025-10-\d\d: learned from 2,\d{3} rows, measured on 800/);
    expect(report.leakage.sentence).toContain('Tags (alone AUC 0.92), <b>Note</b> (alone AUC 0.70) were left out');
    const measured = modelReportOf(sampleReport({ aucWithLeaks: 0.98 }));
    expect(measured.leakage.sentence).toMatch(/with them the model would show AUC 0\.98 instead of 0\.\d\d here/);
    const gap = modelReportOf(sampleReport({ randomSplitAuc: 0.95 }));
    expect(gap.split.sentence).toContain('A random split would have shown AUC 0.95');
    const same = modelReportOf(sampleReport({ randomSplitAuc: gap.holdout.auc }));
    expect(same.split.sentence).toMatch(/A random split would have shown the same AUC, 0\.\d\d\.$/);
    expect(gap.verdict.reasons).toContainEqual({
      code: 'worse_on_newer',
      values: [messageValue('auc', gap.holdout.auc), messageValue('auc', 0.95)],
      english: expect.stringContaining('clearly worse on newer leads') as string,
    });
  });

  it('counts leads where a lead has several rows, and rows that repeat others', () => {
    const leads = { train: 900, test: 260, testConverted: 15 };
    const counted = modelReportOf(sampleReport({ leads, repeatedRows: { exact: 163, near: 1, common: 0 } }));
    expect(counted.split.sentence).toMatch(/learned from 2,\d{3} rows of 900 leads, measured on 800 rows of 260;/);
    expect(counted.split.sentence).toContain(
      '163 rows equal another in every column and 1 row nearly equals another: such rows count as one lead. All rows of a lead are on one side.',
    );
    expect(counted.verdict.reasons[0]).toMatchObject({
      code: 'few_converted',
      values: [messageValue('count', 15), messageValue('count', 260)],
    });
    expect(verdictHeadline(counted.verdict)).toBe('not ready: too few outcomes to measure it');
    const frequent = modelReportOf(sampleReport({ repeatedRows: { exact: 0, near: 0, common: 9000 } }));
    expect(frequent.split.sentence).toContain(
      '9,000 rows equal another by values that are common: they count as different leads.',
    );
  });

  it('says how to use dates that no option names', () => {
    const split = randomSplit(
      Array.from({ length: 4000 }, (_, row) => row % 2),
      1,
    );
    const given = { split: { ...split, test: sampleReport().split.test }, unusedDates: ['engage_date', 'close_date'] };
    const { split: measured, verdict } = modelReportOf(sampleReport(given));
    const { sentence } = measured;
    expect(verdict.reasons).toMatchObject([{ code: 'dates_unused', names: ['engage_date', 'close_date'] }]);
    expect(sentence).toMatch(/^Split at random, because no column of creation dates is named: /);
    expect(sentence).toMatch(/dates in "engage_date", "close_date": .* --created "engage_date"/);
  });

  it('asks whether the strongest fields were known, with the AUC without them', () => {
    const question = { field: 'PageValues', aucAlone: 0.894, aucWith: 0.931, aucWithout: 0.734 };
    const { questions = [] } = modelReportOf(sampleReport({ questions: [question] }));
    expect(questions.map(questionSentence)).toEqual([
      'Was PageValues known at the moment of scoring? On its own it reaches AUC 0.89; the model has AUC 0.93 with it and 0.73 without it. If it becomes known later, leave it out: --exclude "PageValues".',
    ]);
    expect(modelReportOf(sampleReport()).questions).toBeUndefined();
  });

  it('has the verdict ready for a good model, use with care for a doubtful one, not ready for a useless one', () => {
    expect(report.verdict).toMatchObject({ level: 'ready' });
    const labels = sampleReport().labels;
    const split = {
      ...randomSplit(
        Array.from({ length: 4000 }, (_, row) => row % 2),
        1,
      ),
      test: sampleReport().split.test,
    };
    expect(modelReportOf(sampleReport({ split })).verdict).toMatchObject({
      level: 'use with care',
      reasons: [{ code: 'no_dates', values: [], english: expect.stringContaining('no dates') as string }],
    });
    const guess = Array.from(labels, (_, row) => ((row * 37) % 100) / 100);
    const contenders = sampleReport().contenders.map((contender) =>
      contender.id === 'forest' ? { ...contender, probabilities: guess } : contender,
    );
    const useless = modelReportOf(sampleReport({ contenders })).verdict;
    expect(useless.level).toBe('not ready');
    expect(verdictHeadline(useless)).toBe('not ready: no better than chance');
    expect(englishText(useless.reasons)).toMatch(/no better than chance.*no better than predicting the average/);
    expect(useless.reasons.slice(0, 2)).toMatchObject([
      { code: 'no_better_than_chance', values: [{ format: 'auc' }, { format: 'auc' }] },
      { code: 'no_better_than_average', values: [] },
    ]);
  });

  it('does not say that it ranks leads well while the range of its lift includes chance', () => {
    const steady = modelReportOf(sampleReport());
    const leaderboard = steady.leaderboard.map((entry) => ({
      ...entry,
      metrics: { ...entry.metrics, lift: 1.8 },
      intervals: { ...entry.intervals, lift: { low: 0.9, high: 3 } },
    }));
    const { verdict } = modelReportOf(sampleReport({ leaderboard }));
    expect(steady.verdict.level).toBe('ready');
    expect(verdict.level).toBe('use with care');
    expect(englishText(verdict.reasons)).toContain(
      'may reach the goal no more often than the average (lift 1.8, 90% range from 0.9)',
    );
    expect(englishText(verdict.reasons)).not.toContain('ranks leads well');
  });

  it('has labels of fields in sentences, and names in codes', () => {
    const drift = [
      { field: 'latest_campaign_type', label: 'Latest campaign', stability: 0.4, verdict: 'moved' },
      { field: 'City', stability: 0.3, verdict: 'moved' },
    ] as const;
    const given = drift.map((column) => ({ ...column, missingBefore: 0, missingNow: 0 }));
    const tag = {
      field: 'field:Tag__c',
      label: 'Tag',
      verdict: 'excluded',
      evidence: [codedMessage('alone_excluded', 'It leaks.')],
      auc: 0.95,
    } as const;
    const { verdict, leakage } = modelReportOf(sampleReport({ drift: given, leakage: [tag] }));
    expect(verdict.reasons).toContainEqual({
      code: 'moved',
      values: [],
      names: ['latest_campaign_type', 'City'],
      english: 'The newest leads differ from the training data in: Latest campaign, City.',
    });
    expect(leakage.sentence).toMatch(/^Tag \(alone AUC 0\.95\) was left out/);
  });

  it('throws where the published contender is unknown', () => {
    expect(() => modelReportOf(sampleReport({ published: 'oracle' }))).toThrow(/no contender "oracle"/);
  });

  it('can be written as JSON with holdout, findings and leaderboard', () => {
    const json = JSON.parse(reportJson(report)) as Record<string, unknown>;
    expect(json).toMatchObject({
      holdout: { rows: 800, auc: report.holdout.auc, logLoss: report.holdout.logLoss, ece: report.holdout.ece },
      leakage: { findings: [{ field: 'Tags', verdict: 'excluded' }, {}, {}] },
    });
    expect(json.leaderboard).toHaveLength(3);
  });
});
