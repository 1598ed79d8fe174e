import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ApexError } from '../errors.ts';
import type { SourceUnit } from '../compile/program.ts';
import type { UnitNode } from '../parse/ast.ts';
import { parseUnit } from '../parse/parse.ts';
import { filesOf } from './read-package.ts';

/** Changes with the form of the tree, so that older trees are not read. */
const TREE_VERSION = 2;

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

/**
 * The trees of all classes and triggers in a folder that is not ours, with their API versions.
 * @param onError called for each source that the runtime cannot read, which is then left out
 */
export function readSourcesOf(root: string, onError: (error: ApexError) => void): SourceUnit[] {
  const paths = filesOf(root);
  return paths
    .filter((path) => path.endsWith('.cls') || path.endsWith('.trigger'))
    .flatMap((path): SourceUnit[] => {
      const file = basename(path);
      const version = paths.includes(`${path}-meta.xml`)
        ? /<apiVersion>([\d.]+)</.exec(readFileSync(join(root, `${path}-meta.xml`), 'utf8'))?.[1]
        : undefined;
      try {
        const node = parseUnit(readFileSync(join(root, path), 'utf8'), file);
        return [{ file, node, ...(version ? { apiVersion: Number(version) } : {}) }];
      } catch (error) {
        if (!(error instanceof ApexError)) throw error;
        onError(error);
        return [];
      }
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
