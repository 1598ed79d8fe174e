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

describe('fields that tell the outcome', () => {
  afterEach(clearPage);

  it('come with their evidence, those that were measured first, those of one reason together', async () => {
    const element = await showLeakage();
    expect(rows(element)).toEqual([
      expect.stringMatching(/^Rejection_Reason__c .*0\.94.*Being empty predicts: 3% of the 9,104 leads .* 97% of its/),
      expect.stringMatching(/^Webinar_Minutes__c .*0\.86/),
      expect.stringMatching(/^LastName, FirstName /),
    ]);
    expect(textOf(element, 'fine')).toContain('1');
    await expect(element).toBeAccessible();
  });

  it('are called what the org calls them', async () => {
    const element = await showLeakage();
    const fields = { LastName: { apiName: 'LastName', label: 'Family Name' } };
    (getObjectInfo as unknown as { emit(info: object): void }).emit({ apiName: 'Lead', fields });
    await settle();
    expect(rows(element)[2]).toMatch(/^Family Name, FirstName /);
  });

  it('that were allowed all the same say so', async () => {
    const [allowed, suspect] = [true, undefined].map((isAllowed) => ({
      ...{ field: 'Tier__c', verdict: 'suspect' as const, evidence: [message('new')], auc: 0.8 },
      ...(isAllowed && { allowed: true }),
    }));
    const texts = [await showLeakage([allowed!]), await showLeakage([suspect!])].map((element) => rows(element)[0]);
    expect(texts[0]).not.toBe(texts[1]);
  });

  it('are none where nothing was found', async () => {
    const element = await showLeakage([]);
    expect(rows(element)).toEqual([]);
    expect(textOf(element, 'fine')).toContain('0');
    await expect(element).toBeAccessible();
  });

  it('are many in an org of many fields, each group with what it shares', async () => {
    const many = Array.from({ length: 300 }, (_, n) => ({
      ...{ field: `F${n}__c`, verdict: 'excluded' as const, evidence: [message(n % 2 ? 'odd' : 'even')] },
    }));
    const element = await showLeakage(many);
    expect(rows(element)).toHaveLength(2);
  });

  it('are not spoken of where the model came without a report', async () => {
    const element = show('c-report-leakage', ReportLeakage, { report: {} });
    await settle();
    expect(element.shadowRoot!.children).toHaveLength(0);
  });
});
