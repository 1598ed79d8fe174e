/**
 * Runs the Apex tests of the package in memory: `node libs/apex-runtime/src/command/apex-test.ts [--org KEY] [--test TEXT]`.
 * The exit code is 1 if a test fails or too few lines are covered, 2 if nothing was run.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { TESTED_ORGS } from '../shapes/shapes.ts';
import type { FileCoverage } from '../apex-tests/coverage.ts';
import { ApexSourceError, runOrgs, type OrgRun } from './run-org.ts';

/** Ours; the platform needs 75 % and at least one line of each trigger (Apex Developer Guide, Code Coverage). */
const LEAST_COVERAGE = 0.9;

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function printFailures(results: OrgRun['results']): number {
  const failed = results.filter(({ failure }) => failure !== null);
  for (const { className, name, failure, log } of failed) {
    print(`  failed: ${className}.${name}`);
    for (const line of [...(failure ?? '').split('\n'), ...log.map((entry) => `log: ${entry}`)]) print(`    ${line}`);
  }
  return failed.length;
}

function printCoverage(files: FileCoverage[]): boolean {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const covered = files.reduce((sum, file) => sum + file.covered, 0);
  print(`Coverage by line: ${percent(covered / lines)} (${covered} of ${lines})`);
  for (const file of files.filter(({ missed }) => missed.length > 0)) {
    print(`  ${file.file}: ${file.covered} of ${file.lines}, not run: ${file.missed.join(', ')}`);
  }
  const untested = files.filter(({ file, covered: run }) => file.endsWith('.trigger') && run === 0);
  for (const { file } of untested) print(`  no test runs ${file}`);
  return covered / lines >= LEAST_COVERAGE && untested.length === 0;
}

async function main(): Promise<number> {
  const options = { org: { type: 'string' }, test: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const started = performance.now();
  const keys = values.org ? [values.org] : Object.keys(TESTED_ORGS);
  const unknown = keys.find((key) => !TESTED_ORGS[key]);
  if (unknown !== undefined) {
    print(`Unknown org ${unknown}. Orgs: ${Object.keys(TESTED_ORGS).join(', ')}.`);
    return 2;
  }
  // More would gain little: each thread compiles the package anew.
  const runs = await runOrgs(keys, values.test, Math.min(2, availableParallelism()));
  if (runs.some(({ results }) => results.length === 0)) {
    print(`No test has ${values.test} in its name.`);
    return 2;
  }
  let failed = 0;
  for (const { org, results, milliseconds } of runs) {
    const failures = results.filter(({ failure }) => failure !== null).length;
    print(`${org}: ${results.length - failures} passed, ${failures} failed in ${seconds(milliseconds)}`);
    failed += printFailures(results);
  }
  // An org with the optional parts has the most files.
  const widest = runs.toSorted((one, two) => two.files.length - one.files.length)[0];
  const isCovered = values.test !== undefined || printCoverage(widest?.files ?? []);
  print(`Apex tests in ${seconds(performance.now() - started)}`);
  return failed > 0 || !isCovered ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof ApexSourceError)) throw error;
  print(error.message);
  process.exitCode = 1;
}
