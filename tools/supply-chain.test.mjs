import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './ensure-installed.mjs';

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const foreign = Object.entries(packages).filter(
  ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
);

/** Licences that let anybody run, change and pass on what they cover. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'PostgreSQL',
  'Python-2.0',
  'Unlicense',
]);
/** One of several offered is enough. */
const isPermissive = (license) =>
  license
    .replaceAll(/[()]/g, '')
    .split(/ OR /i)
    .some((offered) => offered.split(/ AND /i).every((each) => PERMISSIVE.has(each)));

test('what runs beside our own code is under permissive licences, each of which is named', () => {
  const runs = foreign.filter(([, { dev, devOptional }]) => !dev && !devOptional);
  assert.ok(runs.length > 50);
  const others = runs.filter(([, { license }]) => license === undefined || !isPermissive(license));
  assert.deepEqual(
    others.map(([path, { license }]) => `${path}: ${license}`),
    [],
  );
});

test('every package is the very bytes that were locked, and none comes from beside the registry', () => {
  for (const [path, { resolved = '', integrity }] of foreign) {
    assert.match(integrity ?? '', /^sha512-/, path);
    assert.match(resolved, /^$|^https:\/\/registry\.npmjs\.org\//, path);
  }
});

test('no package runs a script when it is installed', () => {
  assert.match(readFileSync(join(root, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m);
});

test('every dependency of every project is named by one exact version', () => {
  const manifests = Object.keys(packages).filter((path) => !path.includes('node_modules'));
  assert.ok(manifests.length > 10);
  const loose = manifests.flatMap((path) => {
    const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    const named = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    return Object.entries(named)
      .filter(([name, version]) => !name.startsWith('@leadlight/') && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${path || '.'}: ${name} ${version}`);
  });
  assert.deepEqual(loose, []);
});
