import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../../docs/salesforce-pitfalls.md', import.meta.url), 'utf8');
const rows = page.split('\n').filter((line) => /^\| (?!-|pitfall|input)/.test(line));
const tests = [...page.matchAll(/^\|.*\| `([^`]+\.test\.ts)` › (.+?) *\|$/gm)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

describe('docs/salesforce-pitfalls.md', () => {
  it('has a test in every row', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(tests).toHaveLength(rows.length);
  });

  it.each(tests)('$file contains: $name', ({ file, name }) => {
    expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(name);
  });
});
