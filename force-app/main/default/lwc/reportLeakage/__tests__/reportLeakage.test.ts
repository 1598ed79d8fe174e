import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import ReportLeakage from 'c/reportLeakage';
import { report, type Report } from '../../../../../test/model-report';
import { message } from '../../../../../test/messages';
import { clearPage, settle, show, textOf } from '../../../../../test/page';

type Findings = NonNullable<Report['leakage']>['findings'];

const showLeakage = async (findings: Findings = report.leakage!.findings) => {
  const leakage = { ...report.leakage!, findings };
  const element = show('c-report-leakage', ReportLeakage, { report: { ...report, leakage } });
  await settle();
  return element;
};
const rows = (element: HTMLElement) =>
  [...element.shadowRoot!.querySelectorAll('[data-id="findings"] li')].map((row) =>
    row.textContent?.replace(/\s+/g, ' ').trim(),
  );

describe('reportLeakage', () => {
  afterEach(clearPage);

  it('groups fields by evidence, measured ones first', async () => {
    const element = await showLeakage();
    expect(rows(element)).toEqual([
      expect.stringMatching(
        /^Rejection_Reason__c .*0\.94.*Whether it is empty predicts the outcome: 3% of the 9,104 leads .* 97% of its/,
      ),
      expect.stringMatching(/^Webinar_Minutes__c .*0\.86/),
      expect.stringMatching(/^LastName, FirstName /),
    ]);
    expect(textOf(element, 'fine')).toContain('1');
    await expect(element).toBeAccessible();
  });

  it('shows the org’s labels', async () => {
    const element = await showLeakage();
    const fields = { LastName: { apiName: 'LastName', label: 'Family Name' } };
    (getObjectInfo as unknown as { emit(info: object): void }).emit({ apiName: 'Lead', fields });
    await settle();
    expect(rows(element)[2]).toMatch(/^Family Name, FirstName /);
  });

  it('that were allowed all the same say so', async () => {
    const [allowed, suspect] = [true, undefined].map((isAllowed) => ({
      field: 'Tier__c',
      verdict: 'suspect' as const,
      evidence: [message('new')],
      auc: 0.8,
      ...(isAllowed && { allowed: true }),
    }));
    const texts = [await showLeakage([allowed!]), await showLeakage([suspect!])].map((element) => rows(element)[0]);
    expect(texts[0]).not.toBe(texts[1]);
  });

  it('shows no row without findings', async () => {
    const element = await showLeakage([]);
    expect(rows(element)).toEqual([]);
    expect(textOf(element, 'fine')).toContain('0');
    await expect(element).toBeAccessible();
  });

  it('supports many fields, grouped by evidence', async () => {
    const many = Array.from({ length: 300 }, (_, n) => ({
      field: `F${n}__c`,
      verdict: 'excluded' as const,
      evidence: [message(n % 2 ? 'odd' : 'even')],
    }));
    const element = await showLeakage(many);
    expect(rows(element)).toHaveLength(2);
  });

  it('shows nothing without a leakage report', async () => {
    const element = show('c-report-leakage', ReportLeakage, { report: {} });
    await settle();
    expect(element.shadowRoot!.children).toHaveLength(0);
  });
});
