import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, LockedPackage>> };

/** What is installed where the service runs: no package that only development needs. */
const installed = Object.entries(packages).filter(
  ([path, { dev, devOptional, link }]) => path.includes('node_modules/') && !dev && !devOptional && !link,
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
const isPermissive = (license: string): boolean =>
  license
    .replaceAll(/[()]/g, '')
    .split(/ OR /i)
    .some((offered) => offered.split(/ AND /i).every((each) => PERMISSIVE.has(each)));

describe('what runs beside our own code', () => {
  it('is under permissive licences, each of which is named', () => {
    expect(installed.length).toBeGreaterThan(50);
    const others = installed.filter(([, { license }]) => license === undefined || !isPermissive(license));
    expect(others.map(([path, { license }]) => `${path}: ${license}`)).toEqual([]);
  });

  it('is the very bytes that were locked', () => {
    expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual(
      [],
    );
  });

  it('runs no script when it is installed', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });

  it('is named by exact versions in what this service depends on itself', () => {
    const manifest = JSON.parse(read('apps/scoring-api/package.json')) as { dependencies: Record<string, string> };
    const loose = Object.entries(manifest.dependencies).filter(
      ([name, version]) => !name.startsWith('@leadlight/') && !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
