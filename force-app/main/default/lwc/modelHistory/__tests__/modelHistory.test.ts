import activateModel from '@salesforce/apex/LeadlightAdminController.activateModel';
import getModelCard from '@salesforce/apex/LeadlightAdminController.getModelCard';
import listModels, { type ListedModels } from '@salesforce/apex/LeadlightAdminController.listModels';
import type { ModelCard } from '@leadlight/contract';
import ModelHistory from 'c/modelHistory';
import { readApexResult, readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadlightAdminController.listModels', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

jest.mock('@salesforce/apex/LeadlightAdminController.getModelCard', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/LeadlightAdminController.activateModel', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const activated = activateModel as jest.MockedFunction<typeof activateModel>;
const asked = listModels as jest.MockedFunction<typeof listModels>;
const showHistory = async () => {
  const element = show('c-model-history', ModelHistory, {});
  await settle();
  return element;
};

describe('modelHistory', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
    activated.mockReset();
  });

  it('lists the models newest first and marks the active one', async () => {
    asked.mockResolvedValue(readApexResult<ListedModels>('LeadlightAdminController.listModels'));
    const element = await showHistory();
    const rows = [...element.shadowRoot!.querySelectorAll('[data-model]')].map((row) => row.textContent);
    expect(rows).toEqual([
      expect.stringMatching(/Version 7.*Active.*The forest · Trained 20 Nov 2026, 03:00/),
      expect.stringMatching(/^Version 6(?!.*Active)/),
    ]);
    await expect(element).toBeAccessible();
  });

  it('offers the model card as files once it is read', async () => {
    const { models } = readApexResult<ListedModels>('LeadlightAdminController.listModels');
    asked.mockResolvedValue({ models });
    const card = readExample<ModelCard>('model-card.response');
    const read = (getModelCard as jest.MockedFunction<typeof getModelCard>).mockResolvedValue(JSON.stringify(card));
    const element = await showHistory();
    element.shadowRoot!.querySelector<HTMLElement>(`[data-card="${models[0]!.id}"]`)!.click();
    await settle();
    expect(read.mock.calls).toEqual([[{ modelId: models[0]!.id }]]);
    const files = [...element.shadowRoot!.querySelectorAll<HTMLAnchorElement>('a[data-file]')];
    expect(files.map(({ download }) => download)).toEqual(['model-card-v7.html', 'model-card-v7.md']);
    const contents = files.map(({ href }) => decodeURIComponent(href.slice(href.indexOf(',') + 1)));
    expect(contents).toEqual([card.html, card.markdown]);
    await expect(element).toBeAccessible();
  });

  it('activates another model after a confirmation, and not if the user cancels', async () => {
    const { models } = readApexResult<ListedModels>('LeadlightAdminController.listModels');
    const [seven, six] = models.map((model) => ({ ...model, active: !model.active }));
    asked.mockResolvedValue({ models });
    activated.mockResolvedValue({ models: [seven!, six!] });
    const element = await showHistory();
    const press = async (id: string) => {
      findById(element, id)?.click();
      await settle();
    };
    expect(findById(element, models[0]!.id)).toBeNull();

    await press(models[1]!.id);
    expect(textOf(element, 'question-text')).toContain('Version 6 will score all leads');
    await expect(element).toBeAccessible();
    await press('cancel');
    expect(activated).not.toHaveBeenCalled();

    await press(models[1]!.id);
    await press('confirm');
    expect(activated).toHaveBeenCalledWith({ modelId: models[1]!.id });
    expect(textOf(element, 'done')).toBe('Version 6 is now active.');
    expect(findById(element, models[0]!.id)).not.toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows what each model measured and why it was published, and warns before a worse one is activated', async () => {
    const { models } = readApexResult<ListedModels>('LeadlightAdminController.listModels');
    asked.mockResolvedValue({ models });
    const element = await showHistory();
    const row = (id: string) => element.shadowRoot!.querySelector(`[data-model="${id}"]`)?.textContent;
    expect(row(models[0]!.id)).toMatch(/AUC 0.79 · calibration error 1.2% · lift 3.2 ×/);
    expect(row(models[0]!.id)).toMatch(/At a threshold of 50%: accuracy 88% · precision 55% · recall 21%/);
    expect(row(models[0]!.id)).toContain('Better than the version that was active then: log loss −0.0061 on 1,240');
    findById(element, models[1]!.id)?.click();
    await settle();
    expect(textOf(element, 'difference')).toContain('Its AUC is 0.770; that of the active version is 0.790.');
    expect(textOf(element, 'warning')).toContain('ranks leads worse');
    await expect(element).toBeAccessible();
  });

  it('keeps the list if the service rejects the activation', async () => {
    const { models } = readApexResult<ListedModels>('LeadlightAdminController.listModels');
    asked.mockResolvedValue({ models });
    activated.mockRejectedValue({ body: { message: 'The scoring service refused the request.' } });
    const element = await showHistory();
    findById(element, models[1]!.id)?.click();
    await settle();
    findById(element, 'confirm')?.click();
    await settle();
    expect(textOf(element, 'error')).toBe('The scoring service refused the request.');
    expect(element.shadowRoot!.querySelectorAll('[data-model]')).toHaveLength(2);
  });

  it('shows that it is loading', async () => {
    asked.mockReturnValue(new Promise(() => undefined));
    const element = await showHistory();
    expect(element.shadowRoot?.querySelector('lightning-spinner')).toHaveProperty(
      'alternativeText',
      'Loading the models',
    );
    await expect(element).toBeAccessible();
  });

  it('shows a text if there is no model', async () => {
    asked.mockResolvedValue({ models: [] });
    const element = await showHistory();
    expect(textOf(element, 'empty')).toBe('No model has been trained yet.');
    await expect(element).toBeAccessible();
  });

  it('shows the message of an error', async () => {
    asked.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = await showHistory();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
    expect(findById(element, 'empty')).toBeNull();
    await expect(element).toBeAccessible();
  });
});
