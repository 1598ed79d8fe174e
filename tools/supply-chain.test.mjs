import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './ensure-installed.mjs';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const foreign = Object.entries(packages).filter(
  ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
);

/** Licences that allow use, modification and redistribution. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
]);
/** One permissive alternative is enough. */
const isPermissive = (license) =>
  license
    .replaceAll(/[()]/g, '')
    .split(/ OR /i)
    .some((offered) => offered.split(/ AND /i).every((each) => PERMISSIVE.has(each)));

test('every package that runs has a permissive licence', () => {
  const runs = foreign.filter(([, { dev, devOptional }]) => !dev && !devOptional);
  assert.ok(runs.length > 50);
  const others = runs.filter(([, { license }]) => license === undefined || !isPermissive(license));
  assert.deepEqual(
    others.map(([path, { license }]) => `${path}: ${license}`),
    [],
  );
});

test('every package is locked by hash and comes from the registry', () => {
  for (const [path, { resolved = '', integrity }] of foreign) {
    assert.match(integrity ?? '', /^sha512-/, path);
    assert.match(resolved, /^$|^https:\/\/registry\.npmjs\.org\//, path);
  }
});

test('no package runs an install script', () => {
  assert.match(readFileSync(join(root, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m);
});

test('every dependency of every project has an exact version', () => {
  const manifests = Object.keys(packages).filter((path) => !path.includes('node_modules'));
  assert.ok(manifests.length > 10);
  const loose = manifests.flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    const named = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    return Object.entries(named)
      .filter(
        ([name, version]) =>
          !name.startsWith('@leadlight/') && !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      )
      .map(([name, version]) => `${path || '.'}: ${name} ${version}`);
  });
  assert.deepEqual(loose, []);
});
