import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { nodePath } from '../ensure-installed.mjs';
import { libraryNames } from '../layers.mjs';
import { read, root } from './tracked-files.mjs';

/* Every library's README has one example, which runs as it is printed there. */

for (const name of libraryNames) {
  test(`the example in libs/${name}/README.md runs`, () => {
    const examples = [...read(`libs/${name}/README.md`).matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
    assert.equal(examples.length, 1);
    // Typed module text from standard input, resolved as if it stood in the library.
    const { status, stderr } = spawnSync(nodePath(), ['--input-type=module-typescript', '-'], {
      cwd: `${root}libs/${name}`,
      input: examples[0],
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
  });
}
