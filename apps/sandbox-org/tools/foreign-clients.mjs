/**
 * Runs other people's clients of Salesforce against a sandbox org, over https with a local authority, and prints a table of
 * what passed and what failed. It is the independent check that the org answers as the platform does.
 *
 *   node apps/sandbox-org/tools/foreign-clients.mjs [CLIENT …] [--keep FOLDER] [--jsforce REPOSITORY]
 *
 * CLIENT is jsforce, core, sf, pubsub or simple-salesforce; all unless given. Packages are installed in a temporary folder,
 * or in FOLDER, where later runs find them. REPOSITORY has jsforce's tests, which its package does not contain; it is
 * https://github.com/jsforce/jsforce.git unless given. Needs git, openssl and, for simple-salesforce, python3.
 * The exit code is 1 for a failure that KNOWN_FAILURES does not explain.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommandLine } from './foreign-clients/command-line.mjs';
import { KNOWN_FAILURES } from './foreign-clients/known-failures.mjs';
import { runJsforceTests } from './foreign-clients/jsforce-tests.mjs';
import { startOrg } from './foreign-clients/org.mjs';
import { runNodeClient, runPythonClient } from './foreign-clients/run-client.mjs';

const CLIENTS = {
  jsforce: runJsforceTests,
  core: (context) => runNodeClient(context, 'core.mjs', ['@salesforce/core@9.4.0']),
  sf: runCommandLine,
  pubsub: (context) =>
    runNodeClient(context, 'pubsub.mjs', ['salesforce-pubsub-api-client@5.5.2', 'underscore@1.13.7']),
  'simple-salesforce': (context) =>
    runPythonClient(context, 'simple_salesforce_checks.py', 'simple-salesforce==1.12.10'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'string' }, jsforce: { type: 'string', default: 'https://github.com/jsforce/jsforce.git' } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(CLIENTS, name));
if (unknown.length > 0)
  throw new Error(`Unknown client ${unknown.join(', ')}; known are ${Object.keys(CLIENTS).join(', ')}.`);

const packages = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'foreign-clients-')) : resolve(values.keep);
mkdirSync(packages, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'foreign-clients-org-'));
let failures = 0;
const org = await startOrg(folder);
try {
  console.log('| client | part | passed | failed | excepted |\n| --- | --- | --- | --- | --- |');
  for (const name of positionals.length > 0 ? positionals : Object.keys(CLIENTS)) {
    const results = await CLIENTS[name]({ folder, packages, org, jsforce: values.jsforce });
    failures += printResults(name, results);
  }
} finally {
  await org.stop();
  rmSync(folder, { recursive: true, force: true });
  if (values.keep === undefined) rmSync(packages, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** @returns the number of failures without a known reason */
function printResults(client, results) {
  const unexplained = [];
  for (const [part, checks] of Map.groupBy(results, ({ part: of }) => of)) {
    const failed = checks.filter(({ ok }) => !ok);
    const excepted = failed.filter((check) => reasonOf(client, check) !== undefined);
    unexplained.push(...failed.filter((check) => reasonOf(client, check) === undefined));
    const counts = [checks.length - failed.length, failed.length - excepted.length, excepted.length];
    console.log(`| ${client} | ${part} | ${counts.join(' | ')} |`);
  }
  for (const { part, name, message } of unexplained) console.error(`${client} ${part}: ${name}\n  ${message}`);
  return unexplained.length;
}

function reasonOf(client, { part, name }) {
  return KNOWN_FAILURES.find((known) => known.client === client && known.test.test(`${part} ${name}`))?.reason;
}
