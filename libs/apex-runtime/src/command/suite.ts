import { join } from 'node:path';
import { Program, type SourceUnit } from '../compile/program.ts';
import type { OrgMetadata } from '../database/metadata.ts';
import { ApexError } from '../errors.ts';
import { readPackage } from '../files/read-package.ts';
import { readSources } from '../files/read-sources.ts';
import { TREE_CACHE } from '../files/tree-cache.ts';
import { parseUnit } from '../parse/parse.ts';
import type { TestedOrg } from '../shapes/shapes.ts';
import { schemaOf } from '../apex-tests/org-shape.ts';
import { findTests, TestRunner, type TestResult, type TestRun } from '../apex-tests/run-tests.ts';
import { seededRandom } from '../apex-tests/seeded-random.ts';

export interface Package {
  metadata: OrgMetadata;
  units: SourceUnit[];
  /** Those of its optional parts. */
  optionalUnits: SourceUnit[];
}

/** Parts of the package that an org may have. */
const OPTIONAL_PARTS = ['account', 'opportunity', 'contact', 'case', 'routing'];

/** @param root the workspace */
export function readSuite(root: string): Package {
  const folder = join(root, 'force-app/main/default');
  const folders = OPTIONAL_PARTS.map((part) => join(root, 'force-app', part));
  const parts = folders.map((part) => readPackage(part));
  return {
    metadata: {
      ...readPackage(folder, join(root, 'force-app/languages')),
      // Deployed once, and then the org's own.
      customMetadata: readPackage(join(root, 'force-app/settings')).customMetadata,
      optional: {
        objects: parts.flatMap(({ objects }) => objects),
        permissionSets: parts.flatMap(({ permissionSets }) => permissionSets),
        classes: parts.flatMap(({ classes }) => classes),
      },
    },
    units: readSources(folder, join(root, TREE_CACHE)),
    optionalUnits: folders.flatMap((part) => readSources(part, join(root, TREE_CACHE))),
  };
}

export const TEST_RUN: TestRun = {
  now: () => Date.UTC(2026, 10, 30, 12),
  stopwatch: () => performance.now(),
  random: () => seededRandom(20261130),
};

/** The sources in an org of this kind. */
export const unitsIn = (org: TestedOrg, { units, optionalUnits }: Package): SourceUnit[] =>
  org.hasOptionalParts ? [...units, ...optionalUnits] : units;

export function programFor(org: TestedOrg, units: SourceUnit[]): Program {
  const extra = Object.entries(org.extraSources).map(([file, source]) => ({ file, node: parseUnit(source, file) }));
  return new Program([...units, ...extra], schemaOf(org));
}

/** @param wanted part of the `Class.method` of the tests to run */
export function runAll(program: Program, org: TestedOrg, wanted = ''): TestResult[] {
  const runner = new TestRunner(program, org, TEST_RUN);
  return findTests(program)
    .filter(({ className, name }) => `${className}.${name}`.includes(wanted))
    .map((test) => runner.run(test));
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
