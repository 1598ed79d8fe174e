import type { ConversionRates as Rates } from '@leadlight/contract';
import { readExample } from '../../../../../test/contract-examples';
import { CONVERSION_WORDS } from '../../../../../test/conversion-words';
import { loadInLanguage } from '../../../../../test/load-in-language';

const mockAnswer = jest.fn();

jest.mock(
  '@salesforce/apex/LeadlightAdminController.getConversionRates',
  () => ({ __esModule: true, default: mockAnswer }),
  { virtual: true },
);

const example = readExample<Rates>('conversion-rates.response');
const GROUPINGS = ['band', 'rep', 'team', 'source', 'month'] as const;

/** What the rates show in a language, by each grouping in turn. */
async function textsOfRates(language: string, locale: string, goal: Rates['goal']): Promise<string[]> {
  const { Component, clearPage, findById, settle, show, textsIn } = loadInLanguage(
    'c/conversionRates',
    language,
    locale,
  );
  const texts: string[] = [];
  mockAnswer.mockResolvedValue({ rates: JSON.stringify({ ...example, goal }), names: {} });
  const element = show('c-conversion-rates', Component, {});
  await settle();
  const showBy = async (grouping: string) => {
    const groupedBy = { ...example, goal, groupedBy: grouping };
    mockAnswer.mockResolvedValue({ rates: JSON.stringify(groupedBy), names: {} });
    const select = findById(element, 'grouped-by') as HTMLSelectElement;
    select.value = grouping;
    select.dispatchEvent(new CustomEvent('change'));
    await settle();
    texts.push(...textsIn(element));
  };
  await GROUPINGS.reduce((before, grouping) => before.then(() => showBy(grouping)), Promise.resolve());
  clearPage();
  return texts;
}

describe.each(CONVERSION_WORDS)('conversionRates in $language', ({ language, locale, conversion, won, reached }) => {
  it('speaks of conversions where the goal is to convert', async () => {
    const texts = await textsOfRates(language, locale, { kind: 'converted' });
    expect(texts.filter((text) => conversion.test(text)).length).toBeGreaterThanOrEqual(GROUPINGS.length);
  });

  it.each([
    [{ kind: 'won' }, won],
    [{ kind: 'opportunity' }, reached],
    [{ kind: 'status', status: 'Qualified' }, 'Qualified'],
  ] as const)('names success by the goal and speaks of no conversions where the goal is %o', async (goal, success) => {
    const texts = await textsOfRates(language, locale, goal);
    expect(texts.filter((text) => text === success).length).toBeGreaterThanOrEqual(GROUPINGS.length);
    expect(texts.filter((text) => conversion.test(text))).toEqual([]);
  });
});
