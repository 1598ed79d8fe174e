import { describe, expect, it } from 'vitest';
import { textTableOf } from '../table/text-table.ts';
import { readOutcome, type OutcomeOptions } from './read-outcome.ts';

const read = (texts: readonly string[], options?: OutcomeOptions) =>
  readOutcome(
    textTableOf(
      ['y'],
      texts.map((text) => [text]),
    ),
    'y',
    options,
  );
const labels = (texts: readonly string[], options?: OutcomeOptions) => [...read(texts, options).labels];

describe('readOutcome', () => {
  it('knows which of two values means converted, in any case', () => {
    expect(labels(['1', '0', '', '1'])).toEqual([1, 0, -1, 1]);
    expect(labels(['No', 'yes', 'YES ', 'no'])).toEqual([0, 1, 1, 0]);
    expect(labels(['WAHR', 'FALSCH'])).toEqual([1, 0]);
    expect(labels(['Canceled', 'Not_Canceled'])).toEqual([1, 0]);
  });

  it('counts all spellings of a named value', () => {
    const { labels: found, values } = read(['Yes', 'yes', 'yes', 'No'], { positive: ['Yes'] });
    expect([...found]).toEqual([1, 1, 1, 0]);
    expect(values.converted).toEqual([{ text: 'yes', rows: 3 }]);
  });

  it('leaves values undecided that mean neither', () => {
    const { labels: found, values } = read(['Won', 'Lost', 'Engaging', 'Engaging', ''], { positive: ['won'] });
    expect([...found]).toEqual([1, 0, -1, -1, -1]);
    expect([values.undecided, values.emptyRows]).toEqual([[{ text: 'Engaging', rows: 2 }], 1]);
    expect(labels(['a', 'b', 'c', 'd'], { positive: ['a', 'B'], negative: ['c'] })).toEqual([1, 1, 0, -1]);
  });

  it('counts a word such as none as a value where it is named', () => {
    expect(labels(['gold', 'none', 'silver'], { positive: ['gold', 'silver'], negative: ['None'] })).toEqual([1, 0, 1]);
    expect(labels(['1', 'NA', '0'])).toEqual([1, -1, 0]);
  });

  it('asks what numbers other than 0 and 1 mean, and what open leads are', () => {
    for (const values of [
      ['1', '2'],
      ['0', '1', '2'],
      ['Won', 'Open'],
      ['yes', 'in progress'],
    ]) {
      expect(() => labels(values)).toThrow(/It is unclear which values .*--positive "(?:1|Won|yes)" --negative/);
    }
    expect(labels(['0', '1', '2'], { positive: ['1', '2'] })).toEqual([0, 1, 1]);
    expect(labels(['Won', 'Open'], { positive: ['Won'], negative: ['Open'] })).toEqual([1, 0]);
  });

  it('says how to count leads without a value as not converted', () => {
    expect(() => labels(['x', '', ''])).toThrow(/2 rows have no value: .* add --negative ""/);
    expect(labels(['x', '', ''], { negative: [''] })).toEqual([1, 0, 0]);
  });

  it('says what to do where the values are unclear', () => {
    expect(() => labels(['1', '1'])).toThrow(/only one value \(1 \(2\)\)/);
    expect(() => labels(['red', 'blue', 'red'])).toThrow(/red \(2\), blue \(1\).*--positive "red" --negative "blue"/);
    expect(() => labels(['a', 'b', 'c'], { positive: ['a'] })).toThrow(/unclear/);
    expect(() => labels(['won', 'lost'], { positive: ['wonn'] })).toThrow(/No row has "wonn" in "y".*won \(1\)/);
    expect(() => labels(['won', 'lost'], { positive: ['won'], negative: ['Won'] })).toThrow(/as converted and as not/);
    expect(() => readOutcome(textTableOf(['x'], []), 'y')).toThrow(/no column "y"/);
  });
});
