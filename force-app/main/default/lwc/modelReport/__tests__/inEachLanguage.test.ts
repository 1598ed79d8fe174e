import type { ModelReport as ModelReportExample, TrainingReport } from '@leadlight/contract';
import { readApexResult, readExample } from '../../../../../test/contract-examples';
import { CONVERSION_WORDS } from '../../../../../test/conversion-words';
import { loadInLanguage } from '../../../../../test/load-in-language';

const mockAnswers = { listModels: jest.fn(), getModelReport: jest.fn() };

jest.mock(
  '@salesforce/apex/LeadlightAdminController.listModels',
  () => ({ __esModule: true, default: mockAnswers.listModels }),
  { virtual: true },
);

jest.mock(
  '@salesforce/apex/LeadlightAdminController.getModelReport',
  () => ({ __esModule: true, default: mockAnswers.getModelReport }),
  { virtual: true },
);

const models = readApexResult<{ readonly models: readonly object[] }>('LeadlightAdminController.listModels');
const { report } = readExample<ModelReportExample>('model-report.response');

/** What the report shows in a language. */
async function textsOfReport(language: string, locale: string, goal: TrainingReport['goal']): Promise<string[]> {
  const { Component, clearPage, settle, show, textsIn } = loadInLanguage('c/modelReport', language, locale);
  mockAnswers.listModels.mockResolvedValue(models);
  mockAnswers.getModelReport.mockResolvedValue({
    model: models.models[0],
    report: JSON.stringify({ ...report, goal }),
  });
  const element = show('c-model-report', Component, {});
  await settle();
  await settle();
  const texts = textsIn(element);
  clearPage();
  return texts;
}

describe.each(CONVERSION_WORDS)('modelReport in $language', ({ language, locale, conversion, won, reached }) => {
  it('speaks of conversions where the goal is to convert', async () => {
    const texts = await textsOfReport(language, locale, 'converted');
    expect(texts.filter((text) => conversion.test(text)).length).toBeGreaterThan(5);
  });

  it.each([
    ['won', won],
    ['opportunity', reached],
    ['status', reached],
  ] as const)('names success by the goal and speaks of no conversions where the goal is %s', async (goal, success) => {
    const texts = await textsOfReport(language, locale, goal);
    expect(texts.filter((text) => text === success).length).toBeGreaterThan(3);
    expect(texts.filter((text) => conversion.test(text))).toEqual([]);
  });
});
