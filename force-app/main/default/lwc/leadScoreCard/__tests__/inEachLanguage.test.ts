import { leadRecord, scoreLeadsExample } from '../../../../../test/contract-examples';
import { CONVERSION_WORDS } from '../../../../../test/conversion-words';
import { loadInLanguage } from '../../../../../test/load-in-language';

const mockAnswers = { scoreLead: jest.fn(), findRejection: jest.fn(), listScores: jest.fn() };

jest.mock(
  '@salesforce/apex/LeadScoreController.scoreLead',
  () => ({ __esModule: true, default: mockAnswers.scoreLead }),
  { virtual: true },
);

jest.mock(
  '@salesforce/apex/LeadScoreController.findRejection',
  () => ({ __esModule: true, default: mockAnswers.findRejection }),
  { virtual: true },
);

jest.mock(
  '@salesforce/apex/LeadScoreController.listScores',
  () => ({ __esModule: true, default: mockAnswers.listScores }),
  { virtual: true },
);

const leadId = '00Q5g00000KpXc1EAF';

/** What the card shows of a live score in a language. @param count of similar past leads */
async function textsOfCard(language: string, locale: string, goal: string | null, count: number): Promise<string[]> {
  const { Component, clearPage, settle, show, textsIn } = loadInLanguage('c/leadScoreCard', language, locale);
  const { getRecord } = jest.requireActual<{ getRecord: { emit(record: unknown): void } }>('lightning/uiRecordApi');
  const { model, scores } = scoreLeadsExample();
  const [score] = scores;
  mockAnswers.scoreLead.mockResolvedValue({
    model: { ...model, goal },
    scores: [{ ...score, similarLeads: { count, converted: 0.6, low: 0.5, high: 0.7 } }],
  });
  mockAnswers.findRejection.mockResolvedValue(null);
  mockAnswers.listScores.mockResolvedValue({ leadId, scores: [] });
  const element = show('c-lead-score-card', Component, { recordId: leadId });
  getRecord.emit(leadRecord());
  await settle();
  await settle();
  const texts = textsIn(element);
  clearPage();
  return texts;
}

describe.each(CONVERSION_WORDS)('leadScoreCard in $language', ({ language, locale, conversion }) => {
  it('speaks of conversions where the goal is to convert', async () => {
    const texts = await textsOfCard(language, locale, null, 412);
    expect(texts.filter((text) => conversion.test(text)).length).toBeGreaterThanOrEqual(2);
  });

  const goals = ['won', 'opportunity', 'status'];
  it.each(goals.flatMap((goal) => [412, 7, 0].map((count) => [goal, count] as const)))(
    'speaks of no conversions where the goal is %s, with %i similar past leads',
    async (goal, count) => {
      const texts = await textsOfCard(language, locale, goal, count);
      expect(texts.some((text) => /63\s?%/.test(text))).toBe(true);
      expect(texts.filter((text) => conversion.test(text))).toEqual([]);
    },
  );
});
