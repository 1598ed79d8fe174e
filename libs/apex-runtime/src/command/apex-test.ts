/**
 * Runs the Apex tests of the package in memory: `node libs/apex-runtime/src/command/apex-test.ts [--org KEY] [--test TEXT]`.
 * The exit code is 1 if a test fails or too few lines are covered, 2 if nothing was run.
 */
import { parseArgs } from 'node:util';
import { TESTED_ORGS } from '../shapes/shapes.ts';
import { coverageOf, type FileCoverage } from '../apex-tests/coverage.ts';
import type { TestResult } from '../apex-tests/run-tests.ts';
import { programFor, readSuite, reportingErrors, runAll } from './suite.ts';

/** Ours; the platform needs 75 % and at least one line of each trigger (Apex Developer Guide, Code Coverage). */
const LEAST_COVERAGE = 0.9;

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

function printFailures(results: TestResult[]): number {
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

function main(): number {
  const options = { org: { type: 'string' }, test: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const started = performance.now();
  const suite = readSuite(process.cwd());
  const keys = values.org ? [values.org] : Object.keys(TESTED_ORGS);
  let failed = 0;
  let files: FileCoverage[] = [];
  for (const key of keys) {
    const makeOrg = TESTED_ORGS[key];
    if (!makeOrg) {
      print(`Unknown org ${key}. Orgs: ${Object.keys(TESTED_ORGS).join(', ')}.`);
      return 2;
    }
    const org = makeOrg(suite.metadata);
    const program = programFor(org, suite.units);
    program.check();
    const lap = performance.now();
    const results = runAll(program, org, values.test);
    if (results.length === 0) {
      print(`No test has ${values.test} in its name.`);
      return 2;
    }
    const failures = results.filter(({ failure }) => failure !== null).length;
    print(
      `${org.name}: ${results.length - failures} passed, ${failures} failed in ${seconds(performance.now() - lap)}`,
    );
    failed += printFailures(results);
    if (files.length === 0)
      files = coverageOf(
        program,
        results.flatMap(({ hits }) => hits),
      );
  }
  const isCovered = values.test !== undefined || printCoverage(files);
  print(`Apex tests in ${seconds(performance.now() - started)}`);
  return failed > 0 || !isCovered ? 1 : 0;
}

process.exitCode = reportingErrors(main);
