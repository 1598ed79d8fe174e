import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foreignComponents, licenceList, licenceOf, makeSbom, packagesThatRun } from './sbom.mjs';

const sbom = makeSbom();

test('the bill of materials is CycloneDX and names every package that runs, with its hash, licence and address', () => {
  assert.equal(sbom.bomFormat, 'CycloneDX');
  assert.equal(sbom.metadata.component.name, 'leadlight');
  const components = foreignComponents(sbom);
  const named = new Set(components.map(({ name, version }) => `${name}@${version}`));
  assert.ok(named.size > 50);
  assert.deepEqual(named, packagesThatRun());
  for (const component of components) {
    assert.ok(component.purl.startsWith('pkg:npm/'), component.name);
    assert.ok(
      component.hashes.some(({ alg }) => alg === 'SHA-512'),
      component.name,
    );
    assert.notEqual(licenceOf(component), '', component.name);
  }
});

test('the bill names what runs and is needed for development too, and nothing that only development needs', () => {
  const named = new Set(sbom.components.map(({ name }) => name));
  assert.ok(named.has('@types/node') && named.has('jsforce'));
  assert.ok(!named.has('vitest') && !named.has('nx'));
});

test('the bill’s dependencies lead to packages that it names', () => {
  const known = new Set([sbom.metadata.component['bom-ref'], ...sbom.components.map((each) => each['bom-ref'])]);
  const named = sbom.dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
  assert.deepEqual(
    named.filter((ref) => !known.has(ref)),
    [],
  );
});

test('the same lockfile gives the same bill', () => {
  assert.deepEqual(makeSbom(), sbom);
});

test('the list of licences has a line for each package', () => {
  const lines = licenceList(sbom)
    .split('\n')
    .filter((line) => line.startsWith('| ')).length;
  assert.equal(lines, foreignComponents(sbom).length + 2);
});
