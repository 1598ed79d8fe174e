import type { ModelReport, Propensity } from '@leadlight/contract';
import PropensityReport from 'c/propensityReport';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

const { report } = readExample<ModelReport>('model-report.response');
const model = readExample<Propensity>('propensity.response').models[0]!;

async function showReport(given: object = report) {
  const element = show('c-propensity-report', PropensityReport, { model, report: given });
  await settle();
  return element;
}

describe('propensityReport', () => {
  afterEach(clearPage);

  it('shows verdict, figures, counts, features and contenders, without a word about leads', async () => {
    const element = await showReport();
    expect(element.shadowRoot!.querySelector('h3')!.textContent).toBe('Report of version 2');
    expect(findById(element, 'figures')!.textContent).toContain('Ranking (AUC)');
    expect([...findById(element, 'counts')!.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual([
      'Learned from 9,744 snapshots of 1,132 records; 1,187 of them were followed by what is predicted.',
      expect.stringMatching(
        /^Measured on [\d,]+ later snapshots; [\d,]+ of them were followed by what is predicted\.$/,
      ),
      'Left out: 2,310 snapshots whose outcome is not known yet, and 41 of records that were deleted or merged first.',
      'An outcome counts 2 days after the horizon: by then, nearly all events have been entered.',
    ]);
    expect(findById(element, 'contenders')!.querySelectorAll('tbody tr').length).toBe(report.leaderboard!.length);
    expect(findById(element, 'features')!.querySelectorAll('li').length).toBeGreaterThan(0);
    expect(findById(element, 'verdict')!.textContent).not.toMatch(/\blead/i);
    await expect(element).toBeAccessible();
  });

  it('names what related records amount to', async () => {
    const feature = { ...report.features![0]!, name: 'purchases_sum_365d', field: 'purchases', labelKey: '' };
    const features = [{ ...feature, label: 'Purchases, Amount: total in 365 days' }];
    const element = await showReport({ ...report, features });
    expect(findById(element, 'features')!.textContent).toContain('Purchases: total amount in 365 days');
  });

  it('lists fields that may reveal the outcome, and says what was done about them', async () => {
    const finding = { evidence: [], verdict: 'suspect' } as const;
    const findings = [
      { ...finding, field: 'Type', allowed: true },
      { ...finding, field: 'Churn_Reason__c', label: 'Churn reason' },
    ];
    const element = await showReport({ ...report, leakage: { findings } });
    expect(findById(element, 'suspects')!.textContent).toBe(
      'Type: used, because an administrator allowed itChurn reason: not used',
    );
  });

  it('says that a model has no report', async () => {
    expect(textOf(await showReport({}), 'none')).toBe('Version 2 has no report.');
  });
});
