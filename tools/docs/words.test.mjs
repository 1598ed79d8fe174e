import assert from 'node:assert/strict';
import { test } from 'node:test';
import ts from 'typescript';
import { identifierWords, phrases } from './glossary.mjs';
import { read, trackedFiles } from './tracked-files.mjs';

/* Keeps the words that docs/glossary.md replaces out of identifiers, comments, messages and documents. */

/** Other languages, generated or foreign text, data, and the list itself. */
const EXCLUDED = [
  /^docs\/glossary\.md$/,
  /^docs\/examples\//,
  /^package-lock\.json$/,
  /\/translations\//,
  /\.(json|csv|png|svg|wasm|yml|env|key|pem)$/,
  /(^|\/)LICENSE$/,
  // Words in other languages, lists of names, and recorded responses of other systems.
  /^apps\/sandbox-org\/src\/company\/(names|texts)/,
  /^apps\/lead-page\/languages\//,
  /^tools\/docs\/words\.test\.mjs$/,
];
const files = trackedFiles.filter((path) => !EXCLUDED.some((pattern) => pattern.test(path)));
const isScript = (path) => /\.(ts|mts|mjs|cjs|js)$/.test(path);

/** `camelCase`, `PascalCase`, `CONSTANT_CASE` and `snake_case` as lower-case words. */
const wordsOf = (identifier) =>
  identifier
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);

function identifiersIn(path) {
  const source = read(path);
  if (path.endsWith('.cls') || path.endsWith('.trigger')) {
    const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'/g, ' ');
    return new Set(code.match(/\b[A-Za-z_]\w*\b/g) ?? []);
  }
  const found = new Set();
  const visit = (node) => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ESNext, false));
  return found;
}

test('identifiers and file names contain no word that the glossary replaces', () => {
  const findings = [];
  const check = (path, name) => {
    for (const word of wordsOf(name)) {
      if (identifierWords.has(word)) findings.push(`${path}: ${name} → ${identifierWords.get(word)}`);
    }
  };
  for (const path of files) {
    for (const part of path.split('/')) check(path, part.replace(/\.\w+$/, ''));
    if (isScript(path) || /\.(cls|trigger)$/.test(path)) for (const name of identifiersIn(path)) check(path, name);
  }
  assert.deepEqual(findings, [], `${findings.length} identifiers to rename`);
});

test('comments, messages and documents contain no phrase that the glossary replaces', () => {
  const pattern = new RegExp(
    `\\b(${[...phrases.keys()].map((phrase) => phrase.replaceAll(' ', '\\s+')).join('|')})\\b`,
    'gi',
  );
  const findings = [];
  for (const path of files) {
    // A comment that goes over a line break is read as one text.
    const text = read(path).replace(/\n\s*(?:\*|\/\/|#)?\s*/g, (gap) => ' '.repeat(gap.length - 1) + '\n');
    for (const { 0: phrase, index } of text.matchAll(pattern)) {
      const line = text.slice(0, index).split('\n').length;
      findings.push(
        `${path}:${line}: "${phrase.replace(/\s+/g, ' ')}" → ${phrases.get(phrase.toLowerCase().replace(/\s+/g, ' '))}`,
      );
    }
  }
  assert.deepEqual(findings, [], `${findings.length} phrases to rewrite`);
});
