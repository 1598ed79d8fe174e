import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeOnRealData, sampledLines, trainAndReadReport } from '../testing/real-data.ts';

/** Of a table with tens of thousands of rows: the question is the same. */
const MAX_ROWS = 7_000;

describeOnRealData('tables whose first figures would be too good', ({ source, own }) => {
  const train = (file: string, ...args: string[]) =>
    trainAndReadReport(['--csv', file, ...args, '--learner', 'boosting', '--quick', '--out', own('model')]);

  it('keeps copies of a customer on one side: AUC below 0.85, not 0.98', async () => {
    const { holdout, split } = await train(
      source('ibm_customer_value.csv.gz'),
      '--label',
      'Response',
      '--id',
      'Customer',
    );
    expect(split.repeatedRows?.exact).toBe(163);
    expect(split.repeatedRows?.near).toBeGreaterThan(800);
    expect(holdout.auc).toBeLessThan(0.85);
    expect(split.sentence).toMatch(/163 rows equal another in every column and \d+ rows nearly equal another/);
    expect(split.sentence).toMatch(/--created "Effective_To_Date"/);
  });

  it('says that a pipeline without signal is no better than chance', async () => {
    const values = ['--label', 'deal_stage', '--positive', 'Won', '--negative', 'Lost'];
    const { verdict, holdout } = await train(
      source('maven_crm_sales_pipeline.csv.gz'),
      ...values,
      '--id',
      'opportunity_id',
    );
    expect(verdict.level).toBe('not ready');
    expect(verdict.reasons.map(({ code }) => code)).toContain('no_better_than_chance');
    expect(holdout.auc).toBeLessThan(0.55);
  });

  it.each([
    ['online_shoppers.csv.gz', 'Revenue', 'PageValues', 0.1],
    ['bank-additional.csv.gz', 'y', 'duration', 0.1],
  ])('asks in %s whether the strongest column was known in time', async (file, label, field, loss) => {
    const report = own(`${field}.html`);
    const sample = own(`${field}.csv`);
    writeFileSync(sample, sampledLines(source(file), MAX_ROWS), 'latin1');
    const { questions = [] } = await train(sample, '--label', label, '--report', report);
    expect(questions[0]).toMatchObject({ field });
    expect(questions[0]!.aucWith - questions[0]!.aucWithout).toBeGreaterThan(loss);
    expect(readFileSync(report, 'utf8')).toContain(`Was ${field} known at the moment of scoring?`);
  });
});
