import type { ModelReport as ModelReportExample, TrainingReport } from '@leadlight/contract';
import getModelReport from '@salesforce/apex/LeadlightAdminController.getModelReport';
import listModels, { type ListedModels } from '@salesforce/apex/LeadlightAdminController.listModels';
import ModelReport from 'c/modelReport';
import { readApexResult, readExample } from '../../../../../test/contract-examples';
import { message } from '../../../../../test/messages';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadlightAdminController.listModels', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

jest.mock(
  '@salesforce/apex/LeadlightAdminController.getModelReport',
  () => ({ __esModule: true, default: jest.fn() }),
  {
    virtual: true,
  },
);

const listed = listModels as jest.MockedFunction<typeof listModels>;
const reported = getModelReport as jest.MockedFunction<typeof getModelReport>;
const models = readApexResult<ListedModels>('LeadlightAdminController.listModels');
const model = models.models[0]!;
/** Apex returns it as text. */
const { report } = readExample<ModelReportExample>('model-report.response');
const answer = (changed: Partial<TrainingReport> = {}) => ({
  model,
  report: JSON.stringify({ ...report, ...changed }),
});

const showReport = async () => {
  const element = show('c-model-report', ModelReport, {});
  await settle();
  return element;
};

describe('modelReport', () => {
  beforeEach(() => {
    listed.mockResolvedValue(models);
    reported.mockResolvedValue(answer());
    jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-23T09:00:00Z'));
  });

  afterEach(() => {
    clearPage();
    jest.restoreAllMocks();
    listed.mockReset();
    reported.mockReset();
  });

  it('shows the report of the active model with all its parts', async () => {
    const element = await showReport();
    expect(reported.mock.calls).toEqual([[{ modelId: model.id }]]);
    expect(textOf(element, 'verdict')).toMatch(/^Use with care/);
    for (const part of ['figures', 'picture', 'contenders', 'findings', 'training']) {
      expect(findById(element, part)).not.toBeNull();
    }
    expect(findById(element, 'stale')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows the report of the version that is chosen', async () => {
    const element = await showReport();
    const other = models.models[1]!;
    reported.mockResolvedValue({ ...answer(), model: other });
    const choice = findById(element, 'version') as HTMLSelectElement;
    expect([...choice.options].map(({ text }) => text)).toEqual(['Version 7, active', 'Version 6']);
    choice.value = other.id;
    choice.dispatchEvent(new CustomEvent('change'));
    await settle();
    expect(reported).toHaveBeenLastCalledWith({ modelId: other.id });
    expect(textOf(element, 'stale')).toBe('This model was trained 95 days ago. Leads change, so train a new one.');
    await expect(element).toBeAccessible();
  });

  it('shows accuracy, precision and recall at a threshold as soon as it is adopted', async () => {
    const element = await showReport();
    const { holdout } = report;
    const decisions = { ...holdout!.decisions, threshold: 0.23, precision: 0.41 };
    reported.mockResolvedValue(answer({ holdout: { ...holdout!, decisions } }));
    element.shadowRoot!.querySelector('c-report-thresholds')!.dispatchEvent(new CustomEvent('settingschange'));
    await settle();
    expect(reported).toHaveBeenLastCalledWith({ modelId: model.id });
    expect(textOf(element, 'figures')).toContain('41');
    expect(textOf(element, 'figures')).toContain('Of the leads at 23% or above, this share converted.');
  });

  it('shows that it is loading', async () => {
    listed.mockReturnValue(new Promise(() => undefined));
    const element = await showReport();
    expect(element.shadowRoot?.querySelector('lightning-spinner')).toHaveProperty(
      'alternativeText',
      'Loading the report',
    );
    await expect(element).toBeAccessible();
  });

  it('shows a text if there is no model', async () => {
    listed.mockResolvedValue({ models: [] });
    const element = await showReport();
    expect(textOf(element, 'empty')).toMatch(/^No model has been trained yet/);
    expect(reported).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('shows a text for a model without a report', async () => {
    reported.mockResolvedValue({ model, report: '{}' });
    const element = await showReport();
    expect(textOf(element, 'nothing')).toBe('Version 7 has no report: it was not trained here.');
    expect(findById(element, 'report')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows the known parts of a report without measurements', async () => {
    const unmeasured = { level: 'not ready', reasons: [message('new')] } as const;
    const nothing = { backtest: undefined, months: [], calibration: [], features: [], leaderboard: [] };
    reported.mockResolvedValue(answer({ ...nothing, verdict: unmeasured }));
    const element = await showReport();
    expect(textOf(element, 'verdict')).toMatch(/^Not ready ?English/);
    expect(findById(element, 'picture')).toBeNull();
    expect(findById(element, 'contenders')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it.each(['The scoring service is busy.', 'You do not have access to the Apex class named LeadlightAdminController.'])(
    'shows the message of an error: %s',
    async (text) => {
      listed.mockRejectedValue({ body: { message: text } });
      const element = await showReport();
      expect(textOf(element, 'error')).toBe(text);
      expect(findById(element, 'empty')).toBeNull();
      await expect(element).toBeAccessible();
    },
  );

  it('keeps the report if another one cannot be fetched', async () => {
    const element = await showReport();
    reported.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const choice = findById(element, 'version') as HTMLSelectElement;
    choice.value = models.models[1]!.id;
    choice.dispatchEvent(new CustomEvent('change'));
    await settle();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
    expect(findById(element, 'verdict')).not.toBeNull();
  });

  it('shows an error if the report is not JSON', async () => {
    reported.mockResolvedValue({ model, report: 'no JSON' });
    const element = await showReport();
    expect(textOf(element, 'error')).toBe(
      'The scoring service sent a response that could not be read. Please tell your administrator.',
    );
    expect(findById(element, 'report')).toBeNull();
  });
});
