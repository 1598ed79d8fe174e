import '../../../../../test/in-german';
import ReportVerdict from 'c/reportVerdict';
import { report } from '../../../../../test/model-report';
import { message } from '../../../../../test/messages';
import { clearPage, settle, show, textOf } from '../../../../../test/page';

describe('reportVerdict in German', () => {
  afterEach(clearPage);

  it('translates every message with a known code', async () => {
    const element = show('c-report-verdict', ReportVerdict, { report });
    await settle();
    expect(textOf(element, 'verdict')).toMatch(/Die neuesten Leads unterscheiden sich .*4,2 × so oft .*AUC 0,83/);
    expect(element.shadowRoot!.querySelector('[lang]')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('marks messages with unknown codes as English', async () => {
    const verdict = { level: 'ready', reasons: [message('new')] } as const;
    const element = show('c-report-verdict', ReportVerdict, { report: { ...report, verdict } });
    await settle();
    expect(element.shadowRoot!.querySelector('[lang="en"]')?.textContent).toBe('English.');
  });
});
