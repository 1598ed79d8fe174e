import type { Models } from '@leadlight/contract';
import listModels from '@salesforce/apex/LeadlightAdminController.listModels';
import ModelHistory from 'c/modelHistory';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadlightAdminController.listModels', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const asked = listModels as jest.MockedFunction<typeof listModels>;
const showHistory = async () => {
  const element = show('c-model-history', ModelHistory, {});
  await settle();
  return element;
};

describe('the history of models', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
  });

  it('lists the models newest first and marks the one that scores', async () => {
    asked.mockResolvedValue(readExample<Models>('models.response'));
    const element = await showHistory();
    const rows = [...element.shadowRoot!.querySelectorAll('[data-model]')].map((row) => row.textContent);
    expect(rows).toEqual([
      expect.stringMatching(/Version 7.*Active.*forest · Trained 20 Nov 2026, 03:00/),
      expect.stringMatching(/^Version 6(?!.*Active)/),
    ]);
    await expect(element).toBeAccessible();
  });

  it('says that it is loading', async () => {
    asked.mockReturnValue(new Promise(() => undefined));
    const element = await showHistory();
    expect(element.shadowRoot?.querySelector('lightning-spinner')).toHaveProperty(
      'alternativeText',
      'Loading the models',
    );
    await expect(element).toBeAccessible();
  });

  it('says so where there is no model', async () => {
    asked.mockResolvedValue({ models: [] });
    const element = await showHistory();
    expect(textOf(element, 'empty')).toBe('No model has been trained yet.');
    await expect(element).toBeAccessible();
  });

  it('tells a failure in its sentence', async () => {
    asked.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = await showHistory();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
    expect(findById(element, 'empty')).toBeNull();
    await expect(element).toBeAccessible();
  });
});
