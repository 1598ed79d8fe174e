import whatIf, { type WhatIfResult } from '@salesforce/apex/LeadScoreController.whatIf';
import ScoreWhatIf from 'c/scoreWhatIf';
import { readApexResult } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadScoreController.whatIf', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const asked = whatIf as jest.MockedFunction<typeof whatIf>;
const leadId = '00Q5g00000KpXc2EAF';
const example = readApexResult<WhatIfResult>('LeadScoreController.whatIf');

const showWhatIf = async () => {
  const element = show('c-score-what-if', ScoreWhatIf, { leadId });
  await settle();
  return element;
};

async function press(element: Element) {
  findById(element, 'ask')?.click();
  await settle();
}

describe('scoreWhatIf', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
  });

  it('fetches what the user can do when they ask, one action or several together', async () => {
    const together: WhatIfResult['suggestions'][number] = {
      actions: ['call_or_write', 'add_phone'],
      ...{ score: 61, band: 'B', probability: 0.13, points: 38, reachesNextBand: true },
    };
    asked.mockResolvedValue({ ...example, suggestions: [...example.suggestions.slice(1), together] });
    const element = await showWhatIf();
    expect(asked).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    await press(element);
    expect(asked).toHaveBeenCalledWith({ leadId, fields: null });
    const rows = [...element.shadowRoot!.querySelectorAll('[data-suggestion]')].map((row) =>
      [...row.querySelectorAll('span')].map((part) => part.textContent),
    );
    expect(rows).toEqual([
      ['Find out the phone number', '+6, to 29'],
      ['Call or write today + Find out the phone number', '+38, to 61 (band B)'],
    ]);
    expect(textOf(element, 'what-if')).toContain('a prediction, not a promise');
    await expect(element).toBeAccessible();
  });

  it('shows a text if nothing would raise the score', async () => {
    asked.mockResolvedValue({ ...example, suggestions: [] });
    const element = await showWhatIf();
    await press(element);
    expect(textOf(element, 'what-if-none')).toBe('Nothing that you can do today would raise it.');
    await expect(element).toBeAccessible();
  });

  it('shows the message of an error and lets the user ask again', async () => {
    asked.mockRejectedValueOnce({ body: { message: 'The scoring service is busy.' } }).mockResolvedValueOnce(example);
    const element = await showWhatIf();
    await press(element);
    expect(textOf(element, 'what-if-error')).toBe('The scoring service is busy.');
    await expect(element).toBeAccessible();
    await press(element);
    expect(findById(element, 'what-if-error')).toBeNull();
    expect(findById(element, 'what-if')).not.toBeNull();
  });

  it('clears the result of another lead, and ignores a late response', async () => {
    let answer: (response: Awaited<ReturnType<typeof whatIf>>) => void = () => undefined;
    asked.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const element = await showWhatIf();
    await press(element);
    expect(textOf(element, 'what-if-status')).toBe('Asking the model');
    element.leadId = '00Q5g00000KpXc3EAF';
    answer(example);
    await settle();
    expect(findById(element, 'what-if')).toBeNull();
    expect(findById(element, 'ask')).not.toBeNull();
  });
});
