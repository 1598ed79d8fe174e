import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { SourceUnit } from '../compile/program.ts';
import type { UnitNode } from '../parse/ast.ts';
import { filesOf } from './files-of.ts';

/** In the workspace. */
export const TREE_CACHE = 'node_modules/.cache/apex-runtime';

/** Changes with the form of the tree, so that older trees are not read. */
const TREE_VERSION = 2;

/** The classes and triggers in a folder. */
export const readSourceTexts = (root: string): { file: string; source: string }[] =>
  filesOf(root)
    .filter((path) => path.endsWith('.cls') || path.endsWith('.trigger'))
    .map((path) => ({ file: basename(path), source: readFileSync(join(root, path), 'utf8') }));

function pathOf(source: string, file: string, cache: string): string {
  const hash = createHash('sha256').update(`${TREE_VERSION}\n${file}\n${source}`).digest('hex');
  return join(cache, `${hash}.json`);
}

/** @returns null if the cache has no tree of this source */
export function findTree(source: string, file: string, cache: string): UnitNode | null {
  try {
    return JSON.parse(readFileSync(pathOf(source, file, cache), 'utf8')) as UnitNode;
  } catch {
    return null;
  }
}

export function storeTree(node: UnitNode, source: string, file: string, cache: string): void {
  const path = pathOf(source, file, cache);
  mkdirSync(cache, { recursive: true });
  // Another process or thread may read or write at the same time.
  const partial = `${path}.${process.pid}.${threadId}`;
  writeFileSync(partial, JSON.stringify(node));
  renameSync(partial, path);
}

/** Whether a class is for tests only: after comments, its source begins with @IsTest. */
export const isTestSource = (source: string): boolean =>
  /^@istest\b/i.test(source.replace(/^(?:\s+|\/\*[^]*?\*\/|\/\/.*)+/, ''));

/**
 * The trees of what an org runs, without its tests, from the cache that `readSources` fills. It does not load the parser.
 * @returns null if a tree is missing
 */
export function readRunnable(root: string, cache: string): SourceUnit[] | null {
  const units: SourceUnit[] = [];
  for (const { file, source } of readSourceTexts(root).filter((text) => !isTestSource(text.source))) {
    const node = findTree(source, file, cache);
    if (!node) return null;
    units.push({ file, node });
  }
  return units;
}
