import { sentenceOf, sentencesOf, toldText } from 'c/toldSentences';
import { sentences } from '../labels';
import { places } from '../places';

const nameOf = (field: string) => (field === 'age_days' ? 'Age of the lead' : field);

describe('what a code says', () => {
  it.each(Object.entries(places))('%s has a place for each of its values', (code, kinds) => {
    const label = sentences[code as keyof typeof sentences];
    const named = code === 'moved' ? 1 : 0;
    expect(new Set(label.match(/\{\d\}/g)).size).toBe(kinds.length + named);
    const text = toldText({ code, values: kinds.map(() => 0.25), ...(named && { names: ['age_days'] }) }, nameOf);
    expect(text).not.toMatch(/[{}]|undefined|NaN/);
  });

  it('is written as each kind of value is', () => {
    const emptiness = { code: 'emptiness', values: [0.031, 9104, 0.88, 1134, 0.9412] };
    expect(toldText(emptiness, nameOf)).toMatch(/3.1% of the 9,104 leads without it converted, 88% of the 1,134/);
    expect(toldText({ code: 'probabilities_off', values: [0.0712] }, nameOf)).toContain('off by 7.1 points');
    expect(toldText({ code: 'unsteady', values: [0.123] }, nameOf)).toContain('0.12 wide');
  });

  it('names features as the user knows them', () => {
    const moved = { code: 'moved', values: [], names: ['age_days', 'Tier__c'] };
    expect(toldText(moved, nameOf)).toBe(
      'The newest leads differ from those it learned from in: Age of the lead, Tier__c.',
    );
  });

  it.each([
    ['a code of a newer service', { code: 'on_holiday', values: [] }],
    ['a name that every object has', { code: 'constructor', values: [] }],
    ['too few values', { code: 'alone_suspect', values: [] }],
    ['too many values', { code: 'alone_suspect', values: [0.8, 0.9] }],
    ['a value that is not known', { code: 'alone_suspect', values: [null] }],
  ])('is nothing for %s', (_, told) => {
    expect(toldText(told, nameOf)).toBeUndefined();
  });
});

describe('a sentence of the service', () => {
  it('is shown as the service has it where it comes without a code', () => {
    expect(sentenceOf('As it is.', undefined, nameOf)).toEqual({ text: 'As it is.', lang: undefined });
  });

  it('with several parts is shown by code only where all of them are known', () => {
    const known = { code: 'alone_suspect', values: [0.86] };
    const whole = sentencesOf('English.', [known, { code: 'never_allowed', values: [] }], nameOf);
    expect(whole.text).toMatch(/^Alone it reaches AUC 0.86: .* It is among the allowed fields/);
    expect(sentencesOf('English.', [known, { code: 'on_holiday', values: [] }], nameOf).text).toBe('English.');
    expect(sentencesOf('English.', [], nameOf).text).toBe('English.');
  });
});
