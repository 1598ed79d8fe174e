import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './ensure-installed.mjs';

const icons = join(root, 'node_modules', '@salesforce-ux', 'design-system', 'assets', 'icons');

test('every icon of the Lightning components exists in the design system', () => {
  const templates = globSync('force-app/**/lwc/**/*.html', { cwd: root });
  const used = templates.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/icon-name="(\w+):(\w+)"/g)].map(([, sprite, name]) => ({
      file,
      icon: join(sprite, `${name}.svg`),
    })),
  );
  assert.ok(used.length >= 10);
  assert.deepEqual(
    used.filter(({ icon }) => !existsSync(join(icons, icon))),
    [],
  );
});
