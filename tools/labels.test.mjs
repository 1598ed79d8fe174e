import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { generateLabels, LANGUAGES, staleLabelFiles } from './labels.mjs';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-labels-'));
after(() => rmSync(folder, { recursive: true }));

describe('staleLabelFiles', () => {
  it('names generated files that are missing or were changed, and none after they were generated', () => {
    assert.equal(staleLabelFiles(folder).length, 2 + LANGUAGES.length);
    generateLabels(folder);
    assert.deepEqual(staleLabelFiles(folder), []);
    appendFileSync(join(folder, 'languages/translations/de.translation-meta.xml'), ' ');
    assert.deepEqual(staleLabelFiles(folder), ['languages/translations/de.translation-meta.xml']);
    generateLabels(folder);
    assert.deepEqual(staleLabelFiles(folder), []);
  });
});
