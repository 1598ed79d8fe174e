/**
 * `npm run sbom`: writes a bill of materials (CycloneDX) and a list of licences of the packages that run, from the lockfile
 * and without a network, to `dist/sbom`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './ensure-installed.mjs';

/**
 * npm’s bill without packages that only development needs. `--omit dev` would also leave out packages that both need. The
 * result has our name instead of the folder’s, and does not differ from run to run.
 */
export function makeSbom() {
  const { serialNumber: _serialNumber, metadata, ...sbom } = npmSbom();
  const { timestamp: _timestamp, ...made } = metadata;
  const { name } = readJson('package.json');
  const runs = packagesThatRun();
  const components = sbom.components
    .filter((component) => isOurs(component) || runs.has(`${component.name}@${component.version}`))
    .toSorted((a, b) => compare(a['bom-ref'], b['bom-ref']));
  const refs = new Set([metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
  const dependencies = sbom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((dependency) => refs.has(dependency)) }));
  return { ...sbom, metadata: { ...made, component: { ...made.component, name } }, components, dependencies };
}

function npmSbom() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`"npm ${args.join(' ')}" exited with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** `name@version` of the packages that the lockfile installs in production. */
export function packagesThatRun() {
  const { packages } = readJson('package-lock.json');
  return new Set(
    Object.entries(packages)
      .filter(([path, { dev, devOptional, link }]) => path.includes('node_modules/') && !dev && !devOptional && !link)
      .map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`),
  );
}

const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const isOurs = ({ properties = [] }) => properties.some(({ name }) => name === 'cdx:npm:package:private');

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The bill without our own packages. */
export const foreignComponents = ({ components }) => components.filter((component) => !isOurs(component));

export const licenceOf = ({ licenses = [] }) =>
  licenses.map(({ expression, license }) => expression ?? license.id ?? license.name).join(' AND ');

export function licenceList(sbom) {
  const rows = foreignComponents(sbom).map(
    (component) => `| ${component.name} | ${component.version} | ${licenceOf(component)} |`,
  );
  return `# Licences of what Leadlight runs with\n\n| package | version | licence |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'dist', 'sbom');
  const sbom = makeSbom();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'leadlight.cdx.json'), `${JSON.stringify(sbom, undefined, 2)}\n`);
  writeFileSync(join(folder, 'licences.md'), licenceList(sbom));
  console.log(`${foreignComponents(sbom).length} packages: dist/sbom/leadlight.cdx.json, dist/sbom/licences.md`);
}
