import { leftOutReasons } from 'c/leadFeatures';
import { leftOutText } from '../leftOut';

describe('why a field is left out', () => {
  it.each(Object.entries(leftOutReasons))('is a text of its own for %s', (_, reason) => {
    const told = Object.values(leftOutReasons).map((each) => leftOutText(`It ${each}.`));
    expect(new Set(told).size).toBe(told.length);
    expect(leftOutText(`It ${reason}.`)).toMatch(/^[A-Z].*\.$/);
  });

  it('is said in the user’s words where the library’s sentence is known', () => {
    expect(leftOutText(`It ${leftOutReasons.excluded}.`)).toBe('These settings exclude it.');
  });

  it('is not known of another sentence', () => {
    expect(leftOutText('Alone it reaches AUC 0.56.')).toBeUndefined();
  });
});
