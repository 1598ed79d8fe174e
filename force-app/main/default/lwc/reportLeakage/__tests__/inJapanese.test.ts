import '../../../../../test/in-japanese';
import ReportLeakage from 'c/reportLeakage';
import { report } from '../../../../../test/model-report';
import { clearPage, settle, show } from '../../../../../test/page';

describe('reportLeakage in Japanese', () => {
  afterEach(clearPage);

  it('translates evidence by code, and marks the rest as English', async () => {
    const element = show('c-report-leakage', ReportLeakage, { report });
    await settle();
    const evidence = [...element.shadowRoot!.querySelectorAll<HTMLElement>('.evidence')];
    expect(evidence.map((each) => each.getAttribute('lang'))).toEqual([null, null, null]);
    expect(evidence[0]!.textContent).toMatch(/^空欄かどうかが結果を予測しています。値のないリード 9,104 件の 3%/);
    await expect(element).toBeAccessible();
  });
});
