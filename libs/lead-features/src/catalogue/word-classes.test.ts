import { describe, expect, it } from 'vitest';
import { memoized } from './word-classes.ts';

describe('a remembered classification', () => {
  it('classifies each text once', () => {
    const asked: string[] = [];
    const classify = memoized((text) => {
      asked.push(text);
      return text.toUpperCase();
    });
    expect(['a', 'b', 'a'].map(classify)).toEqual(['A', 'B', 'A']);
    expect(asked).toEqual(['a', 'b']);
  });

  it('stays right when the cache is cleared, and does not grow beyond its limit', () => {
    const asked = new Map<string, number>();
    const classify = memoized((text) => {
      asked.set(text, (asked.get(text) ?? 0) + 1);
      return `${text}!`;
    });
    for (let text = 0; text < 12_000; text += 1) expect(classify(String(text))).toBe(`${text}!`);
    expect(classify('0')).toBe('0!');
    expect(asked.get('0')).toBe(2);
  });
});
