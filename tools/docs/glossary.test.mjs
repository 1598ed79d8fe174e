import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identifierWords, phrases, terms } from './glossary.mjs';
import { read, trackedFiles } from './tracked-files.mjs';

test('the glossary has its terms and its lists', () => {
  assert.ok(terms.length >= 80, `${terms.length} terms`);
  assert.ok(identifierWords.size >= 20 && phrases.size >= 20);
  const names = terms.map(({ term }) => term);
  assert.deepEqual(
    names.filter((name, place) => names.indexOf(name) !== place),
    [],
    'terms that are explained twice',
  );
});

test('every name that the glossary gives in backticks exists in the code', () => {
  const sources = trackedFiles.filter((path) => /\.(ts|cls|xml)$/.test(path) && !path.endsWith('.test.ts'));
  const code = new Set(sources.flatMap((path) => read(path).match(/[A-Za-z_]\w*/g) ?? []));
  const exists = (name) =>
    name.includes('/') || name.includes('.')
      ? trackedFiles.some((path) => path === name || path.startsWith(`${name}/`) || path.endsWith(`/${name}`))
      : code.has(name);
  const absent = terms.flatMap(({ term, names }) =>
    names.filter((name) => !exists(name)).map((name) => `${term}: ${name}`),
  );
  assert.deepEqual(absent, []);
});
