import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SourceUnit } from '../compile/program.ts';
import { ApexError } from '../errors.ts';
import { parseUnit } from '../parse/parse.ts';
import { filesOf } from './files-of.ts';
import { findTree, readSourceTexts, storeTree } from './tree-cache.ts';

/**
 * The trees of all classes and triggers in a folder. Parsing is slow, so trees are kept in a cache by the hash of the source.
 * @param cache a folder that may be deleted at any time; null = none
 * @param isWanted by the text of a source
 */
export function readSources(
  root: string,
  cache: string | null,
  isWanted: (source: string) => boolean = () => true,
): SourceUnit[] {
  const texts = readSourceTexts(root).filter(({ source }) => isWanted(source));
  return texts.map(({ file, source }) => {
    const known = cache ? findTree(source, file, cache) : null;
    const node = known ?? parseUnit(source, file);
    if (cache && !known) storeTree(node, source, file, cache);
    return { file, node };
  });
}

/**
 * The trees of all classes and triggers in a folder that is not ours, with their API versions.
 * @param onError called for each source that the runtime cannot read, which is then left out
 */
export function readThirdPartySources(root: string, onError: (error: ApexError) => void): SourceUnit[] {
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
