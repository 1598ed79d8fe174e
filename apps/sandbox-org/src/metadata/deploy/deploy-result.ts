import type { Problem } from '../check/validate-element.ts';
import type { DeployOptions } from './deploy-options.ts';
import type { TestReport } from './test-report.ts';

export type DeployStatus = 'Pending' | 'InProgress' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';

/** What happened to one component. */
export interface DeployMessage {
  readonly fullName: string;
  readonly componentType: string;
  readonly fileName: string;
  readonly id?: string;
  readonly created: boolean;
  readonly changed: boolean;
  readonly deleted: boolean;
  readonly success: boolean;
  readonly createdDate: string;
  readonly problem?: string;
  readonly problemType?: 'Warning' | 'Error';
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

/** State of a deployment while it runs and after it ended. */
export interface DeployState {
  readonly id: string;
  readonly options: DeployOptions;
  readonly createdDate: string;
  status: DeployStatus;
  startDate?: string;
  completedDate?: string;
  lastModifiedDate: string;
  successes: readonly DeployMessage[];
  failures: readonly DeployMessage[];
  /** To be saved or deleted. */
  total: number;
  tests: TestReport | undefined;
  testsTotal: number;
  testsCompleted: number;
  testErrors: number;
  errorMessage?: string;
  errorStatusCode?: string;
  fileCount: number;
}

const ENDED: readonly DeployStatus[] = ['Succeeded', 'SucceededPartial', 'Failed', 'Canceled'];
export const isDone = ({ status }: DeployState): boolean => ENDED.includes(status);

const NO_TESTS: TestReport = {
  numTestsRun: 0,
  numFailures: 0,
  totalTime: 0,
  successes: [],
  failures: [],
  codeCoverage: [],
  codeCoverageWarnings: [],
};

/** The DeployResult of the Metadata API. */
export function toDeployResult(
  state: DeployState,
  user: { readonly id: string; readonly name: string },
  includeDetails: boolean,
) {
  const { options, tests } = state;
  return {
    checkOnly: options.checkOnly,
    completedDate: state.completedDate,
    createdBy: user.id,
    createdByName: user.name,
    createdDate: state.createdDate,
    details: includeDetails
      ? { componentFailures: state.failures, componentSuccesses: state.successes, runTestResult: tests ?? NO_TESTS }
      : undefined,
    done: isDone(state),
    errorMessage: state.errorMessage,
    errorStatusCode: state.errorStatusCode,
    id: state.id,
    ignoreWarnings: options.ignoreWarnings,
    lastModifiedDate: state.lastModifiedDate,
    numberComponentErrors: state.failures.length,
    numberComponentsDeployed: state.successes.filter(({ fullName }) => fullName !== 'package.xml').length,
    numberComponentsTotal: state.total,
    numberFiles: state.fileCount,
    numberTestErrors: state.testErrors,
    numberTestsCompleted: state.testsCompleted,
    numberTestsTotal: state.testsTotal,
    rollbackOnError: options.rollbackOnError,
    runTestsEnabled: options.testLevel !== 'NoTestRun',
    startDate: state.startDate,
    status: state.status,
    success: state.status === 'Succeeded' || state.status === 'SucceededPartial',
  };
}

/** A failure of a component. */
export const failureOf = (
  { type, fullName, fileName }: { readonly type: string; readonly fullName: string; readonly fileName: string },
  { message, line, column }: Problem,
  createdDate: string,
): DeployMessage => ({
  fullName,
  componentType: type,
  fileName,
  created: false,
  changed: false,
  deleted: false,
  success: false,
  createdDate,
  problem: message,
  problemType: 'Error',
  ...(line === undefined ? {} : { lineNumber: line }),
  ...(column === undefined ? {} : { columnNumber: column }),
});
