import { leftOutReasons } from 'c/leadFeatures';
import { reasonText } from '../reasonText';

describe('why a field is used or not', () => {
  it.each(Object.entries(leftOutReasons))('is a text of its own for %s', (_, reason) => {
    const told = Object.values(leftOutReasons).map((each) => reasonText(`It ${each}.`));
    expect(new Set(told).size).toBe(told.length);
    expect(reasonText(`It ${reason}.`)).toMatch(/^[A-Z].*\.$/);
  });

  it('is said in the user’s words where the library’s sentence is known', () => {
    expect(reasonText(`It ${leftOutReasons.excluded}.`)).toBe('These settings exclude it.');
  });

  it('stays as the training found it', () => {
    expect(reasonText('Alone it reaches AUC 0.56.')).toBe('Alone it reaches AUC 0.56.');
  });
});
