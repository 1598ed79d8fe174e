/**
 * Runs jsforce's own tests against a sandbox org: the independent check that the org answers as the
 * platform does.
 *
 *   node apps/sandbox-org/tools/jsforce-tests.mjs CHECKOUT [FILE …]
 *
 * CHECKOUT is jsforce at tag 3.10.16 with its packages installed and compiled
 * (`npm install --ignore-scripts && npx tsc -p .`). FILEs default to bulk2, connection-crud and query.
 * `explain` is excepted: the org does not plan queries as the platform does.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const EXCEPTED = /explain/;
const DEFAULT_FILES = ['bulk2', 'connection-crud', 'query'];

const [checkout, ...files] = process.argv.slice(2);

/** Why the tests cannot run; undefined = they can. */
function obstacle() {
  if (checkout === undefined || !existsSync(join(checkout, 'test', 'bulk2.test.ts'))) return 'no checkout of jsforce';
  if (!existsSync(join(checkout, 'node_modules', 'jest')))
    return `no packages in ${checkout}: run npm install --ignore-scripts`;
  if (!existsSync(join(checkout, 'lib', 'index.js'))) return `${checkout} is not compiled: run npx tsc -p .`;
  return undefined;
}

async function startOrg(folder) {
  const args = [MAIN, '--port', '0', '--folder', folder, '--leads', '300', '--fixtures'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('The sandbox org did not start.'))),
  ]);
  return { child, ...JSON.parse(line) };
}

async function accessToken({ listening, clientId, clientSecret }) {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await fetch(`${listening}/services/oauth2/token`, { method: 'POST', body: form });
  return (await response.json()).access_token;
}

async function runJest(org, token, report) {
  const tests = (files.length > 0 ? files : DEFAULT_FILES).map((name) => `test/${name}.test.ts`);
  const args = [
    'node_modules/jest/bin/jest.js',
    '--forceExit',
    '--runInBand',
    '--json',
    `--outputFile=${report}`,
    ...tests,
  ];
  const env = { ...process.env, SF_LOGIN_URL: org.listening, SF_ACCESS_TOKEN: token };
  const child = spawn(process.execPath, args, { cwd: resolve(checkout), env, stdio: ['ignore', 'ignore', 'ignore'] });
  await once(child, 'exit');
  return JSON.parse(readFileSync(report, 'utf8'));
}

/** Prints what came out. Returns the number of failures that are not excepted. */
function summarise({ testResults }) {
  let failures = 0;
  for (const { name, assertionResults, message } of testResults) {
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    const unexpected = failed.filter(({ fullName }) => !EXCEPTED.test(fullName));
    const passed = assertionResults.filter(({ status }) => status === 'passed').length;
    console.log(
      `${name.split('/').at(-1)}: ${passed} passed, ${unexpected.length} failed, ${failed.length - unexpected.length} excepted`,
    );
    for (const { fullName, failureMessages } of unexpected) console.log(`  ${fullName}\n${failureMessages.join('\n')}`);
    if (assertionResults.length === 0) console.log(message);
    failures += assertionResults.length === 0 ? 1 : unexpected.length;
  }
  return failures;
}

const reason = obstacle();
if (reason !== undefined) console.log(`skipped: ${reason}`);
else {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-org-jsforce-'));
  const org = await startOrg(folder);
  try {
    const report = await runJest(org, await accessToken(org), join(folder, 'report.json'));
    process.exitCode = summarise(report) === 0 ? 0 : 1;
  } finally {
    org.child.kill();
    await once(org.child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}
