import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { clientEnvironment, installPackages, run } from './run-client.mjs';

const VERSION = '3.10.16';
const PACKAGES = [
  `jsforce@${VERSION}`,
  'jest@29.7.0',
  '@babel/core@7.28.5',
  '@babel/preset-env@7.28.5',
  '@babel/preset-typescript@7.28.5',
  '@babel/plugin-transform-runtime@7.28.5',
  '@babel/runtime-corejs3@7.28.4',
  'babel-preset-power-assert@3.0.0',
  'power-assert@1.6.1',
  'through2@3.0.2',
  'nock@13.5.6',
  'form-data@4.0.5',
  'xml2js@0.6.2',
  'faye@1.4.1',
];

/** The tests of the repository, with the package that it released, so that nothing has to be compiled. */
const JEST_CONFIG = `module.exports = {
  testMatch: ['**/test/*.test.ts'],
  setupFilesAfterEnv: ['./jest.timeout.js'],
  moduleNameMapper: { '^\\\\.\\\\./(src|lib)/(.+)': '<rootDir>/node_modules/jsforce/lib/$2' },
};
`;

/** Runs all test files of jsforce. */
export async function runJsforceTests(context) {
  const folder = prepare(context);
  const report = join(context.folder, 'jsforce.json');
  const { org } = context;
  const form = { grant_type: 'client_credentials', client_id: org.clientId, client_secret: org.clientSecret };
  const accessToken = await signIn(context, form);
  const env = clientEnvironment(context, { SF_LOGIN_URL: org.listening, SF_ACCESS_TOKEN: accessToken, CI: '' });
  const args = ['node_modules/jest/bin/jest.js', '--forceExit', '--runInBand', '--json', `--outputFile=${report}`];
  const results = [];
  // One process a file: one that ends its process must not take the others along.
  for (const file of readdirSync(join(folder, 'test')).filter((name) => name.endsWith('.test.ts'))) {
    rmSync(report, { force: true });
    const { stderr } = await run(process.execPath, [...args, `test/${file}`], { cwd: folder, env, timeout: 300_000 });
    const { testResults } = existsSync(report)
      ? JSON.parse(readFileSync(report, 'utf8'))
      : { testResults: [{ name: file, assertionResults: [], message: stderr.slice(-600) }] };
    results.push(...testResults.flatMap(toChecks));
  }
  return results;
}

function prepare({ packages, folder: temporary, jsforce }) {
  const folder = installPackages(packages, 'jsforce', PACKAGES);
  if (existsSync(join(folder, 'test'))) return folder;
  const checkout = join(temporary, 'jsforce');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', '--branch', VERSION, jsforce, checkout], { stdio: 'pipe' });
  cpSync(join(checkout, 'test'), join(folder, 'test'), { recursive: true });
  copyFileSync(join(checkout, 'babel.config.js'), join(folder, 'babel.config.js'));
  // jsforce's own limit is 120 s, which each unsupported API would wait for.
  writeFileSync(join(folder, 'jest.timeout.js'), 'jest.setTimeout(30_000);\n');
  writeFileSync(join(folder, 'jest.config.js'), JEST_CONFIG);
  return folder;
}

/** By a process of its own, which trusts the local authority. */
async function signIn(context, form) {
  const body = new URLSearchParams(form).toString();
  const program = `const type = 'application/x-www-form-urlencoded';
    const init = { method: 'POST', headers: { 'content-type': type }, body: ${JSON.stringify(body)} };
    const response = await fetch(${JSON.stringify(`${context.org.listening}/services/oauth2/token`)}, init);
    process.stdout.write((await response.json()).access_token);`;
  const args = ['--input-type=module', '--eval', program];
  return (await run(process.execPath, args, { env: clientEnvironment(context) })).stdout;
}

function toChecks({ name: path, assertionResults, message }) {
  const part = basename(path, '.test.ts');
  if (assertionResults.length === 0) return [{ part, name: 'the file runs', ok: false, message }];
  return assertionResults
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ fullName, status, failureMessages }) => ({
      part,
      name: fullName,
      ok: status === 'passed',
      message: failureMessages.join('\n').slice(0, 600),
    }));
}
