import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from './metadata/package.mjs';

const removal = readFileSync(join(root, 'manifest/destructiveChanges.xml'), 'utf8');
const types = [...removal.matchAll(/<name>(\w+)<\/name>/g)].map(([, name]) => name);

describe('destructiveChanges.xml', () => {
  it('deletes the labels and no language: other packages have translations too', () => {
    assert.ok(types.includes('CustomLabel'));
    assert.ok(!types.includes('Translations'));
  });

  it('deletes of the lead only what belongs to Leadlight', () => {
    const members = [...removal.matchAll(/<members>(Lead(?:\.[^<]*)?)<\/members>/g)].map(([, name]) => name);
    assert.ok(members.length > 0);
    assert.deepEqual(
      members.filter((name) => !name.startsWith('Lead.Leadlight_')),
      [],
    );
  });
});
