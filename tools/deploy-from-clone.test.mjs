import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { root } from './metadata/package.mjs';

const { ComponentSet, MetadataConverter } = createRequire(import.meta.url)('@salesforce/source-deploy-retrieve');
const APP = 'force-app/main/default/applications';
const MARK = 'force-app/run-npm-run-build-first.txt';
const project = mkdtempSync(join(tmpdir(), 'leadlight-clone-'));
cpSync(join(root, 'sfdx-project.json'), join(project, 'sfdx-project.json'));
mkdirSync(join(project, APP), { recursive: true });
cpSync(join(root, APP), join(project, APP), { recursive: true });
for (const { path } of JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8')).packageDirectories)
  mkdirSync(join(project, path), { recursive: true });
after(() => rmSync(project, { recursive: true }));

/** Makes what `sf project deploy start` sends, with the same library. */
function convert(output) {
  const components = ComponentSet.fromSource(join(project, APP));
  components.projectDirectory = project;
  return new MetadataConverter().convert(components, 'metadata', output);
}

describe('sf project deploy start from a clone', () => {
  it('refuses before the build, with the command to run', async () => {
    await assert.rejects(convert({ type: 'zip' }), /run-npm-run-build-first/);
  });

  it('works after the build and says which version is deployed', async () => {
    writeFileSync(join(project, MARK), '1.2.3\n');
    process.env.SF_APPLY_REPLACEMENTS_ON_CONVERT = 'true';
    const { packagePath } = await convert({ type: 'directory', outputDirectory: join(project, 'out') });
    const app = readFileSync(join(packagePath, 'applications/Leadlight.app'), 'utf8');
    assert.match(app, /Version 1\.2\.3\./);
  });
});
