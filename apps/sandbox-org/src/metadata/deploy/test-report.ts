import type { FileCoverage, TestResult } from '@leadlight/apex-runtime';
import type { TestRunResult } from '../../apex/run-tests.ts';

interface CodeLocation {
  readonly line: number;
  readonly column: number;
  readonly numExecutions: number;
  readonly time: number;
}

/** Of one class or trigger. */
export interface CoverageReport {
  readonly id: string;
  readonly name: string;
  readonly type: 'Class' | 'Trigger';
  readonly numLocations: number;
  readonly numLocationsNotCovered: number;
  readonly locationsNotCovered: readonly CodeLocation[];
}

export interface CoverageWarning {
  readonly id: string;
  /** Absent for the org as a whole. */
  readonly name?: string;
  readonly message: string;
}

/** The RunTestsResult of the Metadata API. Times are milliseconds. */
export interface TestReport {
  readonly numTestsRun: number;
  readonly numFailures: number;
  readonly totalTime: number;
  readonly successes: readonly {
    readonly id: string;
    readonly name: string;
    readonly methodName: string;
    readonly time: number;
  }[];
  readonly failures: readonly {
    readonly id: string;
    readonly name: string;
    readonly methodName: string;
    readonly time: number;
    readonly message: string;
    readonly stackTrace: string;
    readonly type: string;
    readonly packageName: string;
  }[];
  readonly codeCoverage: readonly CoverageReport[];
  readonly codeCoverageWarnings: readonly CoverageWarning[];
}

/** Message and stack of a failure: the runtime puts the message first. */
export function splitFailure(failure: string): { readonly message: string; readonly stackTrace: string } {
  const stack = failure.search(/\n(?:Class|Trigger|AnonymousBlock)\./);
  if (stack < 0) return { message: failure, stackTrace: '' };
  return { message: failure.slice(0, stack), stackTrace: failure.slice(stack + 1) };
}

const nameOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.\w+$/, '');
const isTrigger = ({ file }: Pick<FileCoverage, 'file'>): boolean => file.endsWith('.trigger');

const toCoverage = (file: FileCoverage, idOf: (fileName: string) => string): CoverageReport => ({
  id: idOf(file.file),
  name: nameOf(file.file),
  type: isTrigger(file) ? 'Trigger' : 'Class',
  numLocations: file.lines,
  numLocationsNotCovered: file.missed.length,
  locationsNotCovered: file.missed.map((line) => ({ line, column: 1, numExecutions: 0, time: 0 })),
});

/**
 * @param ids of classes and triggers, by file
 * @param rule which files must be covered; undefined = none
 */
export function toTestReport(
  { results, totalMs, coverage }: TestRunResult,
  ids: ReadonlyMap<string, string>,
  rule: CoverageRule | undefined,
): TestReport {
  const idOf = (fileName: string): string => ids.get(fileName) ?? '';
  const failed = results.filter(({ failure }) => failure !== null);
  const place = (result: TestResult) => ({
    id: idOf(`classes/${result.className}.cls`),
    name: result.className,
    methodName: result.name,
    time: Math.round(result.milliseconds),
  });
  return {
    numTestsRun: results.length,
    numFailures: failed.length,
    totalTime: Math.round(totalMs),
    successes: results.filter(({ failure }) => failure === null).map(place),
    failures: failed.map((result) => ({
      ...place(result),
      ...splitFailure(result.failure ?? ''),
      type: 'Class',
      packageName: result.className,
    })),
    codeCoverage: coverage.map((file) => toCoverage(file, idOf)),
    codeCoverageWarnings: rule ? coverageWarnings(coverage, idOf, rule) : [],
  };
}

/** `each`: every file on its own; `average`: all together, and a line of every trigger. */
export type CoverageRule =
  { readonly kind: 'each'; readonly files: ReadonlySet<string> } | { readonly kind: 'average' };

const LEAST_PERCENT = 75;

/** @source Metadata API Developer Guide, Running Tests in a Deployment, and Running a Subset of Tests in a Deployment */
function coverageWarnings(
  coverage: readonly FileCoverage[],
  idOf: (fileName: string) => string,
  rule: CoverageRule,
): CoverageWarning[] {
  const at = ({ file }: FileCoverage) => ({ id: idOf(file), name: nameOf(file) });
  if (rule.kind === 'each') {
    return coverage
      .filter(({ file, covered, lines }) => rule.files.has(file) && percentOf(covered, lines) < LEAST_PERCENT)
      .map((file) => ({
        ...at(file),
        message:
          `Test coverage of selected Apex ${isTrigger(file) ? 'Trigger' : 'Class'} is ${percentOf(file.covered, file.lines)}%, ` +
          `at least ${LEAST_PERCENT}% test coverage is required`,
      }));
  }
  const warnings: CoverageWarning[] = coverage
    .filter((file) => isTrigger(file) && file.covered === 0)
    .map((file) => ({
      ...at(file),
      message: 'Test coverage of selected Apex Trigger is 0%, at least 1% test coverage is required',
    }));
  const average = percentOf(
    coverage.reduce((sum, { covered }) => sum + covered, 0),
    coverage.reduce((sum, { lines }) => sum + lines, 0),
  );
  if (average >= LEAST_PERCENT) return warnings;
  const message =
    `Average test coverage across all Apex Classes and Triggers is ${average}%, ` +
    `at least ${LEAST_PERCENT}% test coverage is required.`;
  return [...warnings, { id: '000000000000000AAA', message }];
}

/** Rounded down, so that nothing below the limit appears to reach it. */
export const percentOf = (covered: number, lines: number): number =>
  lines === 0 ? 100 : Math.floor((100 * covered) / lines);
