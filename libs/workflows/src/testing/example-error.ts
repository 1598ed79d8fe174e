import { WorkflowError, workflowErrors, type WorkflowErrorCode } from '../errors.ts';

/** An error with the facts of its definition's example. */
export const exampleError = (code: WorkflowErrorCode): WorkflowError =>
  new WorkflowError(code, workflowErrors[code].example);
