import { badRequest } from '../../org/api-error.ts';

const TEST_LEVELS = [
  'NoTestRun',
  'RunSpecifiedTests',
  'RunLocalTests',
  'RunAllTestsInOrg',
  'RunRelevantTests',
] as const;
type TestLevel = (typeof TEST_LEVELS)[number];

export interface DeployOptions {
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
  readonly ignoreWarnings: boolean;
  readonly testLevel: TestLevel;
  /** Names of test classes. */
  readonly runTests: readonly string[];
}

/** RunRelevantTests came with version 66. */
const FIRST_VERSION_WITH_RELEVANT_TESTS = 66;

type Input = Readonly<Record<string, unknown>>;

function readBoolean(input: Input, name: string, fallback: boolean): boolean {
  const value = input[name] ?? fallback;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw badRequest('INVALID_OPERATION', `${name} must be true or false.`);
}

/**
 * The options of a request, in JSON or as texts of SOAP elements. Without a test level, no test runs: the org is a sandbox.
 * Options that this org does not have are refused.
 * @throws ApiError
 */
export function readDeployOptions(input: Input, version: number): DeployOptions {
  const runTests = [input.runTests ?? []].flat().map(String);
  const level = String(input.testLevel ?? (runTests.length > 0 ? 'RunSpecifiedTests' : 'NoTestRun'));
  const testLevel = TEST_LEVELS.find((known) => known === level);
  if (!testLevel) throw badRequest('INVALID_OPERATION', `'${level}' is not a valid value for the enum 'TestLevel'`);
  if (testLevel === 'RunRelevantTests' && version < FIRST_VERSION_WITH_RELEVANT_TESTS) {
    throw badRequest('INVALID_OPERATION', `RunRelevantTests needs API version ${FIRST_VERSION_WITH_RELEVANT_TESTS}.0.`);
  }
  if (testLevel === 'RunSpecifiedTests' && runTests.length === 0) {
    throw badRequest('INVALID_OPERATION', 'Must specify tests to run with the test level RunSpecifiedTests.');
  }
  if (testLevel !== 'RunSpecifiedTests' && runTests.length > 0) {
    throw badRequest('INVALID_OPERATION', `Cannot specify tests to run with the test level ${testLevel}.`);
  }
  for (const name of ['allowMissingFiles', 'performRetrieve', 'autoUpdatePackage']) {
    if (readBoolean(input, name, false)) throw badRequest('INVALID_OPERATION', `This org does not support ${name}.`);
  }
  return {
    checkOnly: readBoolean(input, 'checkOnly', false),
    rollbackOnError: readBoolean(input, 'rollbackOnError', false),
    ignoreWarnings: readBoolean(input, 'ignoreWarnings', false),
    testLevel,
    runTests,
  };
}
