import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foreignComponents, licenceList, licenceOf, makeSbom, packagesThatRun } from './sbom.mjs';

const sbom = makeSbom();

test('makeSbom lists every package that runs, with hash, licence and address', () => {
  assert.equal(sbom.bomFormat, 'CycloneDX');
  assert.equal(sbom.metadata.component.name, 'leadlight');
  const components = foreignComponents(sbom);
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`));
  assert.ok(named.size > 50);
  assert.deepEqual(named, packagesThatRun());
  for (const component of components) {
    assert.ok(component.purl.startsWith('pkg:npm/'), component.name);
    // A bundled package is part of the archive of the package that bundles it, whose hash covers it.
    const isBundled = component.properties.some(({ name, value }) => name.endsWith(':bundled') && value === 'true');
    assert.ok(isBundled || component.hashes.some(({ alg }) => alg === 'SHA-512'), component.name);
    assert.notEqual(licenceOf(component), '', component.name);
  }
});

test('makeSbom includes packages of production and development, and none of development alone', () => {
  const named = new Set(sbom.components.map(({ name }) => name));
  assert.ok(named.has('@types/node') && named.has('jsforce'));
  assert.ok(!named.has('vitest') && !named.has('nx'));
});

test('makeSbom lists only dependencies that it contains', () => {
  const refs = new Set([sbom.metadata.component['bom-ref'], ...sbom.components.map((each) => each['bom-ref'])]);
  const named = sbom.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
  assert.deepEqual(
    named.filter((ref) => !refs.has(ref)),
    [],
  );
});

test('makeSbom is deterministic', () => {
  assert.deepEqual(makeSbom(), sbom);
});

test('licenceList has a line for each package', () => {
  const lines = licenceList(sbom)
    .split('\n')
    .filter((line) => line.startsWith('| ')).length;
  assert.equal(lines, foreignComponents(sbom).length + 2);
});
