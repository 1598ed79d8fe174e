/**
 * Puts faults into the Apex of the package, one at a time, and counts those that a test detects:
 * `node libs/apex-runtime/src/command/mutation-run.ts [--every N] [--file TEXT] [--least PERCENT]`.
 */
import { parseArgs } from 'node:util';
import { Program, type SourceUnit } from '../compile/program.ts';
import { ApexError } from '../errors.ts';
import { TESTED_ORGS, type TestedOrg } from '../shapes/shapes.ts';
import { applyMutation, mutationsOf, type Mutation } from '../apex-tests/mutations.ts';
import { findTests, TestRunner, type TestResult } from '../apex-tests/run-tests.ts';
import { programFor, readSuite, reportingErrors, runAll, TEST_RUN, unitsIn } from './suite.ts';

type Verdict = 'detected' | 'undetected' | 'invalid';

/** Faults in sharing show only where leads are private; those in the handling of an org's rules and triggers, only in a lived-in org; those in settings, only where they are switched. */
const ORGS = ['fresh', 'private', 'lived-in', 'switched'];
/** Ends a loop that a fault made endless. */
const MAX_STEPS = 500_000;

const print = (text: string): boolean => process.stdout.write(`${text}\n`);

interface Baseline {
  org: TestedOrg;
  program: Program;
  units: SourceUnit[];
  /** Tests by `file:line` that they run. */
  testsByLine: Map<string, Set<string>>;
  /** Tests that run any line of a file. */
  testsByFile: Map<string, Set<string>>;
}

const idOf = ({ className, name }: { className: string; name: string }): string => `${className}.${name}`;

function baselineOf(org: TestedOrg, units: SourceUnit[]): Baseline {
  const program = programFor(org, units);
  program.check();
  const testsByLine = new Map<string, Set<string>>();
  const testsByFile = new Map<string, Set<string>>();
  const add = (map: Map<string, Set<string>>, key: string, test: string): void => {
    map.set(key, (map.get(key) ?? new Set()).add(test));
  };
  for (const result of runAll(program, org)) {
    for (const hit of result.hits) {
      const { file, line } = program.lines[hit] as { file: string; line: number };
      add(testsByLine, `${file}:${line}`, idOf(result));
      add(testsByFile, file, idOf(result));
    }
  }
  return { org, program, units, testsByLine, testsByFile };
}

/** Runs the tests that run the place of the fault, until one fails. */
function tryIn(baseline: Baseline, mutation: Mutation): Verdict {
  const units = baseline.units.map((unit) =>
    unit.file === mutation.file ? { file: unit.file, node: applyMutation(unit.node, mutation) } : unit,
  );
  const extra = baseline.org.extraSources;
  let program: Program;
  try {
    program =
      Object.keys(extra).length > 0 ? programFor(baseline.org, units) : new Program(units, baseline.program.schema);
  } catch (error) {
    if (error instanceof ApexError) return 'invalid';
    throw error;
  }
  const isLineOfCode = baseline.testsByLine.get(`${mutation.file}:${mutation.line}`);
  const wanted = isLineOfCode ?? baseline.testsByFile.get(mutation.file) ?? new Set();
  const runner = new TestRunner(program, baseline.org, { ...TEST_RUN, maxSteps: MAX_STEPS });
  for (const test of findTests(program)) {
    if (!wanted.has(idOf(test))) continue;
    const result: TestResult = runner.run(test);
    if (result.isDefect)
      print(`  ${mutation.file}:${mutation.line} ${mutation.what}: ${result.failure?.split('\n')[0]}`);
    if (result.isCompileError || result.isDefect) return 'invalid';
    if (result.failure !== null) return 'detected';
  }
  return 'undetected';
}

function verdictOf(baselines: Baseline[], mutation: Mutation): Verdict {
  for (const baseline of baselines) {
    const verdict = tryIn(baseline, mutation);
    if (verdict !== 'undetected') return verdict;
  }
  return 'undetected';
}

function main(): number {
  const options = { every: { type: 'string' }, file: { type: 'string' }, least: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  const suite = readSuite(process.cwd());
  const baselines = ORGS.map((key) => {
    const org = (TESTED_ORGS[key] as (typeof TESTED_ORGS)[string])(suite.metadata);
    return baselineOf(org, unitsIn(org, suite));
  });
  const tests = new Set(
    baselines.flatMap(({ program }) => program.classes.filter((info) => info.isTest).map(({ file }) => file)),
  );
  const mutations = [...suite.units, ...suite.optionalUnits]
    .filter(({ file }) => !tests.has(file) && file.includes(values.file ?? ''))
    .flatMap(({ file, node }) => mutationsOf(file, node))
    .filter((_mutation, place) => place % Number(values.every ?? 1) === 0);
  const count: Record<Verdict, number> = { detected: 0, undetected: 0, invalid: 0 };
  for (const mutation of mutations) {
    const verdict = verdictOf(baselines, mutation);
    count[verdict]++;
    if (verdict === 'undetected') print(`  undetected: ${mutation.file}:${mutation.line} ${mutation.what}`);
  }
  const tried = count.detected + count.undetected;
  if (tried === 0) {
    print(`There is no fault to put into ${values.file ?? 'the package'}.`);
    return 2;
  }
  const share = count.detected / tried;
  print(
    `Faults: ${count.detected} of ${tried} detected (${(share * 100).toFixed(1)} %); ${count.invalid} do not compile`,
  );
  return share * 100 < Number(values.least ?? 0) ? 1 : 0;
}

process.exitCode = reportingErrors(main);
