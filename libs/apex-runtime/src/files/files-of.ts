import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A folder in source format: paths of all files, relative to it. */
export function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}
