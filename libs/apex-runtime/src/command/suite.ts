import { join } from 'node:path';
import { Program, type SourceUnit } from '../compile/program.ts';
import type { OrgMetadata } from '../database/metadata.ts';
import { ApexError } from '../errors.ts';
import { readPackage } from '../files/read-package.ts';
import { readSources } from '../files/read-sources.ts';
import { parseUnit } from '../parse/parse.ts';
import type { TestedOrg } from '../shapes/shapes.ts';
import { schemaOf } from '../apex-tests/org-shape.ts';
import { findTests, TestRunner, type TestResult, type TestRun } from '../apex-tests/run-tests.ts';

export interface Package {
  metadata: OrgMetadata;
  units: SourceUnit[];
}

/** @param root the workspace */
export function readSuite(root: string): Package {
  const folder = join(root, 'force-app/main/default');
  return {
    metadata: readPackage(folder, join(root, 'force-app/languages')),
    units: readSources(folder, join(root, 'node_modules/.cache/apex-runtime')),
  };
}

/** The same numbers in each test and at each run. */
function seededRandom(): () => number {
  let state = 20261130;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export const TEST_RUN: TestRun = {
  now: () => Date.UTC(2026, 10, 30, 12),
  stopwatch: () => performance.now(),
  random: seededRandom,
};

export function programFor(org: TestedOrg, units: SourceUnit[]): Program {
  const extra = Object.entries(org.extraSources).map(([file, source]) => ({ file, node: parseUnit(source, file) }));
  return new Program([...units, ...extra], schemaOf(org));
}

export function runAll(program: Program, org: TestedOrg): TestResult[] {
  const runner = new TestRunner(program, org, TEST_RUN);
  return findTests(program).map((test) => runner.run(test));
}

/** Prints an error of a source in one line instead of a stack. @returns the exit code */
export function reportingErrors(main: () => number): number {
  try {
    return main();
  } catch (error) {
    if (!(error instanceof ApexError)) throw error;
    process.stdout.write(`${error.message}\n`);
    return 1;
  }
}
