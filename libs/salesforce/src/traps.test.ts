import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../../docs/salesforce-traps.md', import.meta.url), 'utf8');
const named = [...page.matchAll(/^\|.*\| `([^`]+\.test\.ts)` › (.+?) *\|$/gm)].map(([, file = '', name = '']) => ({
  file,
  name,
}));

test('the page of traps has a test in every row', () => {
  const rows = page.split('\n').filter((line) => /^\| (?!-|trap|what is wrong)/.test(line));
  expect(rows.length).toBeGreaterThan(40);
  expect(named).toHaveLength(rows.length);
});

test.each(named)('$file holds: $name', ({ file, name }) => {
  expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(name);
});
