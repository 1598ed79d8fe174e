import { joinMessages, messageText } from 'c/localizedMessages';
import { message } from '../../../../../test/messages';
import { messageLabels } from '../labels';

const nameOf = (field: string) => (field === 'age_days' ? 'Age of the lead' : field);

describe('messageText', () => {
  it.each(Object.entries(messageLabels))('%s has a sentence of its own, with a place for each value', (code, label) => {
    expect(Object.values(messageLabels).filter((other) => other === label)).toHaveLength(1);
    const places = new Set(label.match(/\{\d\}/g)).size;
    const named = code === 'moved' ? 1 : 0;
    const values = Array.from({ length: places - named }, () => ['share', 0.25] as const);
    const text = messageText({ ...message(code, ...values), ...(named && { names: ['age_days'] }) }, nameOf);
    expect(text).toMatch(/^[A-Z0-9].*([.?]|: \S+)$/);
    expect(text).not.toMatch(/[{}]|undefined|NaN/);
  });

  it('writes each value in its format', () => {
    const values = [
      ['share', 0.031],
      ['count', 9104],
      ['share', 0.88],
      ['count', 1134],
      ['auc', 0.9412],
    ] as const;
    expect(messageText(message('emptiness', ...values), nameOf)).toMatch(
      /3.1% of the 9,104 leads without it reached the goal, 88% of the 1,134/,
    );
    expect(messageText(message('probabilities_off', ['points', 0.0712]), nameOf)).toContain('off by 7.1 points');
    expect(messageText(message('unsteady', ['auc', 0.123]), nameOf)).toContain('0.12 wide');
  });

  it('names features as the user knows them', () => {
    const moved = { ...message('moved'), names: ['age_days', 'Tier__c'] };
    expect(messageText(moved, nameOf)).toBe(
      'The newest leads differ from the training data in: Age of the lead, Tier__c.',
    );
  });

  it.each([
    ['a code of a newer service', message('on_holiday')],
    ['a name that every object has', message('constructor')],
    ['too few values', message('alone_suspect')],
    ['too many values', message('alone_suspect', ['auc', 0.8], ['auc', 0.9])],
    ['a value that is not known', message('alone_suspect', ['auc', null])],
  ])('is undefined for %s', (_, unknown) => {
    expect(messageText(unknown, nameOf)).toBeUndefined();
  });
});

describe('joinMessages', () => {
  it('translates several messages only where all of them are known', () => {
    const known = message('alone_suspect', ['auc', 0.86]);
    const whole = joinMessages([known, message('never_allowed')], nameOf);
    expect(whole.text).toMatch(/^On its own it reaches AUC 0.86: .* It is among the allowed fields/);
    expect(joinMessages([known, message('on_holiday')], nameOf).text).toBe('English. English.');
  });
});
