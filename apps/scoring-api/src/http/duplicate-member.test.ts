import { describe, expect, it } from 'vitest';
import { findDuplicateMember } from './duplicate-member.ts';

describe('a member that an object has twice', () => {
  it.each([
    ['{"a":1,"a":2}', 'a'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['[{"b":{"c":[1,{"d":1,"e":{},"d":2}]}}]', 'd'],
    ['{"x":[{}, {}], "y":"x", "x":null}', 'x'],
    ['{"":1,"":2}', ''],
    ['{"a\\"b":1, "c":2, "a\\"b":3}', 'a"b'],
  ])('is found in %s', (text, name) => {
    expect(findDuplicateMember(text)).toBe(name);
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":["a","a"],"c":"\\"a\\":"}',
    '"a"',
    '[]',
    '{"a":"\\\\","b":1}',
    '[["a","a"],{"b":",","c":"{"}]',
  ])('is not seen in %s', (text) => {
    expect(findDuplicateMember(text)).toBeUndefined();
  });
});
