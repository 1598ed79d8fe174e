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

  for (const object of ['Lead', 'Account', 'Opportunity', 'Contact', 'Case'])
    it(`deletes of ${object} only what belongs to Leadlight`, () => {
      const pattern = new RegExp(`<members>(${object}(?:\\.[^<]*)?)</members>`, 'g');
      const members = [...removal.matchAll(pattern)].map(([, name]) => name);
      assert.ok(members.length > 0);
      assert.deepEqual(
        members.filter((name) => !name.startsWith(`${object}.Leadlight_`)),
        [],
      );
    });
});
