import { describe, expect, it } from 'vitest';
import { codedMessage, englishText, messageValue } from './coded-message.ts';

describe('codedMessage', () => {
  it('writes each value by its format into the English sentence', () => {
    const values = [messageValue('share', 0.257), messageValue('count', 1200), messageValue('auc', 0.9)];
    const { english } = codedMessage('emptiness', '{0} of the {1} leads converted (AUC {2}).', values);
    expect(english).toBe('26 % of the 1200 leads converted (AUC 0.90).');
  });

  it('lists the labels in the English sentence and keeps the names', () => {
    const names = [{ name: 'Tier__c', label: 'Tier {0}' }, { name: 'City' }];
    expect(codedMessage('moved', 'These differ: {0}.', [], names)).toEqual({
      code: 'moved',
      values: [],
      names: ['Tier__c', 'City'],
      english: 'These differ: Tier {0}, City.',
    });
  });
});

describe('englishText', () => {
  it('joins the sentences', () => {
    expect(englishText([codedMessage('a', 'One.'), codedMessage('b', 'Two.')])).toBe('One. Two.');
  });
});
