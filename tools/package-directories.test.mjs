import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkNames } from './metadata/names.mjs';
import { folders, readPackage, root, valuesOf } from './metadata/package.mjs';
import { checkPermissions } from './metadata/permissions.mjs';

const require = createRequire(import.meta.url);
const { packageDirectories } = JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8'));
const main = readPackage([join(root, 'force-app/main/default')]);

describe('package directories', () => {
  it('are one for the package, which is the default, and one for each extra', () => {
    assert.deepEqual(
      packageDirectories.map(({ path, default: isDefault = false }) => [path, isDefault]),
      [
        ['force-app/main', true],
        ['force-app/settings', false],
        ['force-app/change-events', false],
        ['force-app/analytics', false],
        ['force-app/languages', false],
        ['force-app/agentforce', false],
        ['force-app/account', false],
        ['force-app/opportunity', false],
        ['force-app/contact', false],
        ['force-app/case', false],
        ['force-app/routing', false],
      ],
    );
    assert.equal(packageDirectories.length, folders.length);
  });

  it('are a project that the library of the sf command accepts', async () => {
    const { SfProject } = require(
      require.resolve('@salesforce/core', { paths: [require.resolve('@salesforce/source-deploy-retrieve')] }),
    );
    const project = await SfProject.resolve(root);
    assert.equal(project.getDefaultPackage().package, 'Leadlight');
    await project.getSfProjectJson().schemaValidate();
  });

  it('leave the package complete: what it names is in it', () => {
    // Labels are generated, and the metadata check compares them.
    const faults = checkNames(main).faults.filter((fault) => !/label/.test(fault));
    assert.deepEqual(faults, []);
    assert.deepEqual(checkPermissions(main).faults, []);
    for (const [path, text] of main)
      for (const name of valuesOf(text, 'report'))
        assert.fail(`${path} names the report ${name}, which is deployed separately`);
  });

  it('describe permission sets in as many characters as an org accepts', () => {
    for (const [path, text] of readPackage(folders))
      if (path.startsWith('permissionsets/'))
        for (const description of valuesOf(text, 'description')) assert.ok(description.length <= 255, path);
  });

  it('have what a version of an unlocked package needs', () => {
    const [{ package: name, versionNumber, definitionFile }] = packageDirectories;
    assert.equal(name, 'Leadlight');
    assert.match(versionNumber, /^\d+\.\d+\.\d+\.NEXT$/);
    assert.ok(existsSync(join(root, definitionFile)));
    assert.ok(
      ![...main.keys()].some((path) =>
        /^(namedCredentials|customMetadata|translations|reports|dashboards)\//.test(path),
      ),
    );
  });
});
