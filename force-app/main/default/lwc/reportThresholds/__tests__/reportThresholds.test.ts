import type { ModelReport, ScoringSettingsState, TrainingReport } from '@leadlight/contract';
import changeSettings from '@salesforce/apex/ScoringSettingsController.changeSettings';
import readSettings from '@salesforce/apex/ScoringSettingsController.readSettings';
import ReportThresholds from 'c/reportThresholds';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/ScoringSettingsController.readSettings', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock(
  '@salesforce/apex/ScoringSettingsController.changeSettings',
  () => ({ __esModule: true, default: jest.fn() }),
  {
    virtual: true,
  },
);

const read = readSettings as jest.MockedFunction<typeof readSettings>;
const changed = changeSettings as jest.MockedFunction<typeof changeSettings>;
const { report } = readExample<ModelReport>('model-report.response');
const settings = readExample<ScoringSettingsState>('settings.response');

const stateWith = (threshold: number) => ({
  revision: settings.revision,
  state: JSON.stringify({ ...settings, settings: { ...settings.settings, threshold } }),
});

async function showThresholds(shown: TrainingReport = report) {
  const element = show('c-report-thresholds', ReportThresholds, { report: shown });
  await settle();
  return element;
}
const rowOf = (element: HTMLElement, name: string) =>
  element.shadowRoot!.querySelector<HTMLElement>(`[data-threshold="${name}"]`);

describe('reportThresholds', () => {
  afterEach(() => {
    clearPage();
    read.mockReset();
    changed.mockReset();
  });

  it('shows each threshold with precision and recall, and marks the one in force', async () => {
    read.mockResolvedValue(stateWith(report.thresholds![0]!.decisions.threshold));
    const element = await showThresholds();
    const [first, second] = report.thresholds!;
    expect(rowOf(element, first!.name)?.textContent).toContain('In force');
    expect(rowOf(element, second!.name)?.querySelector('button')).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('adopts a threshold by one click', async () => {
    const [first, second] = report.thresholds!;
    read.mockResolvedValue(stateWith(first!.decisions.threshold));
    const threshold = Math.round(second!.decisions.threshold * 10_000) / 10_000;
    changed.mockResolvedValue(stateWith(threshold));
    const element = await showThresholds();
    rowOf(element, second!.name)?.querySelector('button')?.click();
    await settle();
    expect(changed).toHaveBeenCalledWith({
      change: JSON.stringify({ basedOn: settings.revision, change: { threshold } }),
    });
    expect(rowOf(element, second!.name)?.textContent).toContain('In force');
    expect(textOf(element, 'adopted')).toContain('leads qualify at');
  });

  it('shows nothing without thresholds, and the message of an error', async () => {
    read.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    expect((await showThresholds({})).shadowRoot!.querySelector('table')).toBeNull();
    expect(textOf(await showThresholds(), 'error')).toBe('The scoring service is busy.');
  });
});
