/**
 * Parses the classes and triggers of the package that are not tests, so that a server starts with their trees:
 * `node libs/apex-runtime/src/command/parse-sources.ts`, in the workspace.
 */
import { join } from 'node:path';
import { readSources } from '../files/read-sources.ts';
import { isTestSource, TREE_CACHE } from '../files/tree-cache.ts';

const root = process.cwd();
readSources(join(root, 'force-app/main/default'), join(root, TREE_CACHE), (source) => !isTestSource(source));
