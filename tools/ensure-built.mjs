/** Builds the WebAssembly core of the forest if needed, which takes about two seconds. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { nodePath, projectEnv, root } from './ensure-installed.mjs';

const forest = join(root, 'libs', 'forest');
const output = join(forest, 'dist', 'core.wasm');
const sources = ['src/core', 'wasm', 'tools'].map((folder) => join(forest, folder));

const newestTimeMs = (folder) =>
  Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );

/** A failed build is only reported, because the JavaScript engine does the same work more slowly. */
export function ensureBuilt() {
  if (existsSync(output) && statSync(output).mtimeMs >= Math.max(...sources.map(newestTimeMs))) return;
  console.error('Building the forest’s core (once) …');
  const build = spawnSync(nodePath(), [join(forest, 'tools', 'build-core.mjs')], {
    cwd: forest,
    env: projectEnv(),
    encoding: 'utf8',
  });
  if (build.status !== 0) console.error(`The build failed, so training takes longer: ${build.stderr.split('\n')[0]}`);
}
