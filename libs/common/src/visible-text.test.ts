import { describe, expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['\u001b[2Jcleared', '\\u001b[2Jcleared'],
    ['a\rb\u0008', 'a\\u000db\\u0008'],
    ['\u009b31m', '\\u009b31m'],
    ['abc\u202etxt.exe', 'abc\\u202etxt.exe'],
    ['\u0000\u007f', '\\u0000\\u007f'],
  ])('makes %j visible', (text, expected) => {
    expect(visibleText(text)).toBe(expected);
  });

  it('leaves text, line breaks, tabs and its own output as they are', () => {
    const text = 'Größe\t12 %\n — “ja” 🙂 日本\n';
    expect(visibleText(text)).toBe(text);
    expect(visibleText(visibleText('\u001b'))).toBe(visibleText('\u001b'));
  });

  it('keeps the meaning of a JSON document', () => {
    const document = { 'a\u001b\u009b': ['\u202e', '\u2028', '\u007f', '\\u001b'] };
    const written = visibleText(JSON.stringify(document));
    expect(JSON.parse(written)).toEqual(document);

    expect(written).toMatch(/^[\x20-\x7e]+$/);
  });
});
