import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasDuplicateMember } from './duplicate-member.ts';

const found = (text: string): boolean => hasDuplicateMember(text, JSON.parse(text));

describe('hasDuplicateMember', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '[{"b":{"c":[1,{"d":1,"e":{},"d":2}]}}]',
    '{"x":[{}, {}], "y":"x", "x" \n\t: null}',
    '{"":1,"":2}',
    '{"a\\"b":1, "c":2, "a\\"b":3}',
    '{"\\\\":1, "\\\\":3}',
    '{"__proto__":1,"__proto__":2}',
  ])('finds one in %s', (text) => {
    expect(found(text)).toBe(true);
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":["a","a"],"c":"\\"a\\":"}',
    '"a"',
    '":"',
    '[]',
    '1',
    '{"a":"\\\\","b":1}',
    '{"a":"\\\\\\":","b":"\\\\:"}',
    '[["a","a"],{"b":",","c":"{"}]',
    '{"__proto__":{"a":1},"a":1}',
    `${'['.repeat(50_000)}{"a":1}${']'.repeat(50_000)}`,
  ])('finds none in %.60s', (text) => {
    expect(found(text)).toBe(false);
  });

  it('finds a duplicate member anywhere, and nothing else', () => {
    // No backslash in a name: once V8 (13.6) has seen an object with the member "\\", its JSON.parse takes the name "\"" for it.
    const names = fc.constantFrom('a', 'b', '"', ':', ' ', '{', 'ä');
    const texts = fc.constantFrom('\\', '\\"', '"', 'a', ':{');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, names, texts, fc.integer(), fc.constant(null), tie('array'), tie('object')),
      array: fc.array(tie('value'), { maxLength: 3 }),
      object: fc.dictionary(names, tie('value'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(value, names, fc.constantFrom(undefined, 2), (inner, name, space) => {
        const text = JSON.stringify(inner, null, space);
        expect(found(text)).toBe(false);
        const twice = `{${JSON.stringify(name)}:${text},"other":[{${JSON.stringify(name)}:0}],${JSON.stringify(name)}:1}`;
        expect(found(twice)).toBe(true);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
