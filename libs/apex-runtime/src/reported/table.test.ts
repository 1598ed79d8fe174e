import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('.', import.meta.url);

const numbers = (texts: Iterable<RegExpMatchArray>): number[] =>
  [...new Set([...texts].map((match) => Number(match[1])))].sort((left, right) => left - right);

describe('REPORTED.md', () => {
  const table = readFileSync(new URL('../../REPORTED.md', folder), 'utf8');
  const listed = numbers(
    [...table.matchAll(/^\| ([\d, ]+) \|/gm)].flatMap(([, cell]) => [...(cell ?? '').matchAll(/(\d+)/g)]),
  );

  it('lists exactly the issues that have a test', () => {
    const tests = readdirSync(folder)
      .filter((name) => name.endsWith('.test.ts') && name !== 'table.test.ts')
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n');
    expect(listed).toEqual(numbers(tests.matchAll(/#(\d+)(?= |')/g)));
  });

  it('lists at least 60', () => {
    expect(listed.length).toBeGreaterThanOrEqual(60);
  });
});
