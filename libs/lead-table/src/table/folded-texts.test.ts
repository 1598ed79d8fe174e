import { describe, expect, it } from 'vitest';
import { foldText } from '../cells/fold.ts';
import { FoldedTexts } from './folded-texts.ts';

describe('FoldedTexts', () => {
  it('gives texts one number exactly where their folded strings are one', () => {
    const texts = [
      'Web',
      ' web',
      'WEB ',
      'we b',
      'we  b',
      'Köln',
      'KÖLN',
      'köln\u00a0',
      '１２',
      '12',
      '',
      '  ',
      '\t',
      'a\tb',
      'A B',
    ];
    const folded = new FoldedTexts();
    const numbers = texts.map((text) => folded.add(text));
    const different = [...new Set(texts.map(foldText))];
    expect(numbers).toEqual(texts.map((text) => different.indexOf(foldText(text))));
    expect([folded.find('wEb'), folded.find('West')]).toEqual([0, -1]);
  });

  it('keeps the numbers of thousands of texts', () => {
    const folded = new FoldedTexts();
    const texts = Array.from({ length: 5000 }, (_, i) => `Company ${i}`);
    texts.forEach((text, i) => expect(folded.add(text)).toBe(i));
    texts.forEach((text, i) => expect(folded.add(text.toUpperCase())).toBe(i));
  });
});
