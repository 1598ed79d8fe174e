/** What can go wrong in a use case, with the facts that a message needs. Adapters and apps map codes to answers. */
export type WorkflowErrorCode =
  | 'org_not_synced'
  | 'no_active_model'
  | 'unknown_model'
  | 'lead_not_found'
  | 'work_in_progress'
  | 'no_decided_examples'
  | 'goal_not_known'
  | 'model_not_for_leads'
  | 'key_not_found'
  | 'certificate_invalid'
  | 'idempotency_key_reused'
  | 'bad_created'
  | 'too_many_rows'
  | 'settings_invalid'
  | 'settings_changed_meanwhile'
  | 'settings_nothing_to_undo'
  | 'no_dates';

export class WorkflowError extends Error {
  readonly code: WorkflowErrorCode;
  readonly facts: Readonly<Record<string, string | number>>;

  constructor(code: WorkflowErrorCode, message: string, facts: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.name = 'WorkflowError';
    this.code = code;
    this.facts = facts;
  }
}

export const isWorkflowError = (error: unknown, code: WorkflowErrorCode): error is WorkflowError =>
  error instanceof WorkflowError && error.code === code;
