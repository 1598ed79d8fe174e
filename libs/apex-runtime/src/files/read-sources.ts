import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SourceUnit } from '../compile/program.ts';
import type { UnitNode } from '../parse/ast.ts';
import { parseUnit } from '../parse/parse.ts';
import { filesOf } from './read-package.ts';

/** Changes with the form of the tree, so that older trees are not read. */
const TREE_VERSION = 1;

/**
 * The trees of all classes and triggers in a folder. Parsing is slow, so trees are kept in a cache by the hash of the source.
 * @param cache a folder that may be deleted at any time; null = none
 */
export function readSources(root: string, cache: string | null): SourceUnit[] {
  return filesOf(root)
    .filter((path) => path.endsWith('.cls') || path.endsWith('.trigger'))
    .map((path) => {
      const source = readFileSync(join(root, path), 'utf8');
      const file = basename(path);
      return { file, node: cache ? cached(source, file, cache) : parseUnit(source, file) };
    });
}

function cached(source: string, file: string, cache: string): UnitNode {
  const hash = createHash('sha256').update(`${TREE_VERSION}\n${file}\n${source}`).digest('hex');
  const path = join(cache, `${hash}.json`);
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as UnitNode;
  } catch {
    const node = parseUnit(source, file);
    mkdirSync(dirname(path), { recursive: true });
    // Another process may read at the same time.
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, JSON.stringify(node));
    renameSync(partial, path);
    return node;
  }
}
