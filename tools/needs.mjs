/** Programs that some tests need and `npm install` does not install: Java, PostgreSQL, Chromium, Caddy, the Salesforce CLI. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findSalesforceCli } from './salesforce-cli.mjs';

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

function findJava() {
  const java = onPath('java');
  return java && spawnSync(java, ['-version']).status === 0 ? java : undefined;
}

/** The folder of initdb and postgres, which Debian does not add to PATH. */
function findPostgres() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

const findChromium = () => ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);

export const needs = [
  { name: 'Java', find: findJava, debian: 'default-jre-headless', without: 'the Apex check' },
  { name: 'PostgreSQL', find: findPostgres, debian: 'postgresql', without: 'storage tests on a PostgreSQL server' },
  { name: 'Chromium', find: findChromium, debian: 'chromium', without: 'browser tests' },
  { name: 'Caddy', find: () => onPath('caddy'), debian: 'caddy', without: 'the deployment behind HTTPS' },
  {
    name: 'Salesforce CLI',
    find: findSalesforceCli,
    install: 'node tools/salesforce-cli.mjs',
    without: 'the check of the deployment by the real sf',
  },
];

/** One line for each missing program. With LEADLIGHT_REQUIRE_ALL=1 the tests fail without them. */
export const describeNeeds = () =>
  needs
    .filter(({ find }) => !find())
    .map(
      ({ name, debian, install = `Debian: apt-get install ${debian}`, without }) =>
        `no ${name}: ${without} will be skipped (${install})`,
    );

// Part of Nx cache keys, so that a result with skipped tests is not reused after an installation.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(needs.map(({ name, find }) => `${name}: ${find() ?? 'absent'}`).join('\n'));
}
