import { describe, expect, it } from 'vitest';
import { quoteForWindows } from './sf.ts';

describe('quoteForWindows', () => {
  it.each([
    ['--target-org', '--target-org'],
    ['C:\\Temp\\x-1', 'C:\\Temp\\x-1'],
    ['C:\\My Files\\x', '"C:\\My Files\\x"'],
    ['a & calc.exe', '"a & calc.exe"'],
    ['a|b>c^d', '"a|b>c^d"'],
    // A backslash before a quote would escape it.
    ['C:\\My Files\\', '"C:\\My Files\\\\"'],
    ['', '""'],
  ])('passes on %s', (argument, quoted) => {
    expect(quoteForWindows(argument)).toBe(quoted);
  });

  it.each(['a"b', '%PATH%', 'a\nb'])('rejects %j', (argument) => {
    expect(() => quoteForWindows(argument)).toThrow(/cannot pass on/);
  });
});
