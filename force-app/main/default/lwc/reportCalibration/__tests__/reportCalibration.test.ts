import ReportCalibration from 'c/reportCalibration';
import { report, type Report } from '../../../../../test/model-report';
import { attributesOf, clearPage, settle, show } from '../../../../../test/page';

const showCalibration = async (calibration: Report['calibration'], goal?: Report['goal']) => {
  const element = show('c-report-calibration', ReportCalibration, { report: { ...report, calibration, goal } });
  await settle();
  return element;
};
const picture = (element: HTMLElement) => element.shadowRoot!.querySelector('c-line-chart')!.shadowRoot!;

describe('reportCalibration', () => {
  afterEach(clearPage);

  it('shows a dot and a table row for each tenth of the snapshots', async () => {
    const element = await showCalibration(report.calibration);
    expect(picture(element).querySelectorAll('circle')).toHaveLength(10);
    expect([...picture(element).querySelectorAll('tbody tr')].at(-1)?.textContent).toBe('47%50%241');
    expect(picture(element).querySelector('svg')?.getAttribute('aria-label')).toMatch(/10 groups.*; 47%, 50%\.$/);
    await expect(element).toBeAccessible();
  });

  it('says won where the goal is to win the opportunity', async () => {
    const element = await showCalibration(report.calibration, 'won');
    expect(element.shadowRoot!.querySelector('.help')?.textContent).toContain('exactly as many were won as predicted');
    const titles = [...picture(element).querySelectorAll('thead th')].map(({ textContent }) => textContent);
    expect(titles).toEqual(['Predicted', 'Won', 'Snapshots']);
  });

  it('says goal reached where the goal is a status', async () => {
    const element = await showCalibration(report.calibration, 'status');
    expect(element.shadowRoot!.querySelector('.help')?.textContent).toContain('exactly as many reached the goal as');
    expect(picture(element).querySelector('svg')?.getAttribute('aria-label')).toContain('predicted against reached');
  });

  it('shows tenths with the same prediction, each with its row', async () => {
    const alike = Array.from({ length: 10 }, () => ({ count: 3, predicted: 0.1, observed: 0 }));
    const element = await showCalibration(alike);
    expect(picture(element).querySelectorAll('tbody tr')).toHaveLength(10);
  });

  it('supports a model that predicts only 0 or 1', async () => {
    const sure = [
      { count: 5, predicted: 0, observed: 0 },
      { count: 5, predicted: 1, observed: 1 },
    ];
    expect(attributesOf(picture(await showCalibration(sure)))).not.toContain('NaN');
  });

  it.each([undefined, []])('shows nothing without measurements: %j', async (calibration) => {
    expect((await showCalibration(calibration)).shadowRoot!.children).toHaveLength(0);
  });
});
