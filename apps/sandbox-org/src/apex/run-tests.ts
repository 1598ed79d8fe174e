import { setImmediate } from 'node:timers/promises';
import {
  coverageOf,
  type FileCoverage,
  findTests,
  type Program,
  type TestMethod,
  type TestResult,
  TestRunner,
} from '@leadlight/apex-runtime';
import { seededRandom } from '@leadlight/common';
import type { CompiledCode } from './compile.ts';

export interface LineCoverage extends FileCoverage {
  /** Lines that ran. */
  readonly hit: readonly number[];
}

export interface TestRunResult {
  readonly results: readonly TestResult[];
  readonly totalMs: number;
  /** Of all classes and triggers except tests. */
  readonly coverage: readonly LineCoverage[];
  /** Of what each test ran. */
  coverageOfTest(result: TestResult): readonly LineCoverage[];
}

export const countTests = (program: Program, isWanted: (test: TestMethod) => boolean): number =>
  findTests(program).filter(isWanted).length;

const RANDOM_SEED = 20_261_130;

/**
 * Runs tests in an org that holds the components and no records, as Apex tests without `SeeAllData` see it.
 * @param isWanted by class and method
 * @param onResult after each test
 */
export async function runTests(
  { program, shape }: CompiledCode,
  now: () => number,
  isWanted: (test: TestMethod) => boolean,
  onResult: (result: TestResult) => void = () => undefined,
): Promise<TestRunResult> {
  if (!program) throw new Error('There is no program: the code has errors.');
  const runner = new TestRunner(program, shape, {
    now,
    stopwatch: () => performance.now(),
    random: () => seededRandom(RANDOM_SEED),
  });
  const started = performance.now();
  const results: TestResult[] = [];
  for (const test of findTests(program).filter(isWanted)) {
    const result = runner.run(test);
    results.push(result);
    onResult(result);
    await setImmediate();
  }
  return {
    results,
    totalMs: performance.now() - started,
    coverage: lineCoverage(
      program,
      results.flatMap(({ hits }) => hits),
    ),
    coverageOfTest: ({ hits }) => lineCoverage(program, hits),
  };
}

function lineCoverage(program: Program, hits: readonly number[]): LineCoverage[] {
  const lines = Map.groupBy(new Set(hits), (slot) => program.lines[slot]?.file ?? '');
  return coverageOf(program, hits).map((file) => ({
    ...file,
    hit: (lines.get(file.file) ?? []).map((slot) => program.lines[slot]?.line ?? 0).sort((left, right) => left - right),
  }));
}
