import assert from 'node:assert/strict';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { read, trackedFiles } from './tracked-files.mjs';

const pages = trackedFiles.filter((path) => path.endsWith('.md'));
const tracked = new Set(trackedFiles);
const isFolder = (path) => trackedFiles.some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`));

/** The heading anchors of a page, as GitHub makes them. */
const anchorsOf = (path) =>
  new Set(
    [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
      heading
        .replaceAll('`', '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );

/** Links of a page to files of this repository, code blocks left out. */
function linksOf(path) {
  const text = read(path).replace(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file, anchor] = target.split('#');
      return { target, file: file === '' ? path : normalize(join(dirname(path), file)), anchor };
    });
}

test('every link in a page leads to a file, and every anchor to a heading', () => {
  const broken = [];
  for (const page of pages) {
    for (const { target, file, anchor } of linksOf(page)) {
      if (!tracked.has(file) && !isFolder(file)) broken.push(`${page}: ${target}`);
      else if (anchor && file.endsWith('.md') && !anchorsOf(file).has(anchor))
        broken.push(`${page}: ${target} (no such heading)`);
    }
  }
  assert.deepEqual(broken, []);
});

test('every path that the architecture page names exists', () => {
  const paths = [...read('docs/architecture.md').matchAll(/`((?:libs|apps|force-app|tools|bench)\/[^`\s]+)`/g)];
  assert.ok(paths.length > 30);
  assert.deepEqual(
    paths.map(([, path]) => path).filter((path) => !tracked.has(path) && !isFolder(path)),
    [],
  );
});

test('every page is reached from the README in two clicks', () => {
  const clicks = new Map([['README.md', 0]]);
  for (const [page, distance] of clicks) {
    if (distance === 2) continue;
    for (const { file } of linksOf(page)) {
      const target = file.endsWith('.md') ? file : join(file, 'README.md');
      if (tracked.has(target) && !clicks.has(target)) clicks.set(target, distance + 1);
    }
  }
  // The decisions have an index of their own, one click further.
  const unreached = pages.filter((page) => !clicks.has(page) && !/^docs\/adr\/\d/.test(page));
  assert.deepEqual(unreached, []);
});

test('the index of decisions lists every decision with its title', () => {
  const index = read('docs/adr/README.md');
  const wrong = pages
    .filter((page) => /^docs\/adr\/\d/.test(page))
    .filter((page) => {
      const [, number, title] = /^# ADR (\d+): (.+)$/m.exec(read(page)) ?? [];
      return !number || !index.includes(`[${number}](${page.split('/').at(-1)})`) || !index.includes(title);
    });
  assert.deepEqual(wrong, []);
});
