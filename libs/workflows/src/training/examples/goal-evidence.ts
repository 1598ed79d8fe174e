import type { Goal, LeadField, LeadHistory } from '@leadlight/lead-features';
import { WorkflowError } from '../../errors.ts';

/** What the leads that were read tell of goals beyond conversion. */
export class GoalEvidence {
  readonly #statuses = new Set<string>();
  #converted = 0;
  #opportunitiesTold = 0;

  add({ convertedAt, opportunity, fields, changes }: LeadHistory): void {
    if (convertedAt !== null) {
      this.#converted += 1;
      if (opportunity !== undefined) this.#opportunitiesTold += 1;
    }
    this.#note(fields.Status);
    for (const { field, oldValue, newValue } of changes) {
      if (field !== 'Status') continue;
      this.#note(oldValue);
      this.#note(newValue);
    }
  }

  /** True where leads converted and of none it is known whether an opportunity came of it. */
  get lacksOpportunities(): boolean {
    return this.#converted > 0 && this.#opportunitiesTold === 0;
  }

  /** Every status that a lead has or had. */
  get statuses(): readonly string[] {
    return [...this.#statuses].sort();
  }

  #note(status: unknown): void {
    if (typeof status === 'string' && status !== '') this.#statuses.add(status);
  }
}

/**
 * A goal that the data cannot tell of would make every lead a failure.
 * @throws WorkflowError `goal_not_known`
 */
export function requireGoalInData(goal: Goal, evidence: GoalEvidence, fields: readonly LeadField[]): void {
  if (goal.kind === 'converted') return;
  if (goal.kind === 'status') return requireStatusInData(goal.status, evidence, fields);
  if (evidence.lacksOpportunities) {
    throw new WorkflowError(
      'goal_not_known',
      `The goal "${goal.kind}" needs the opportunities of converted leads, and none were synced: let the integration user read Opportunity, run "leadlight sync", or choose the goal "converted".`,
      { goal: goal.kind },
    );
  }
}

function requireStatusInData(status: string, { statuses }: GoalEvidence, fields: readonly LeadField[]): void {
  const field = fields.find(({ name }) => name === 'Status');
  if (field && field.past.kind === 'unknown') {
    throw new WorkflowError(
      'goal_not_known',
      `When a lead reached the status "${status}" is not known, because Status is not tracked: turn on field history tracking for it, or choose another goal.`,
      { goal: 'status', status },
    );
  }
  if (statuses.length === 0 || statuses.includes(status)) return;
  throw new WorkflowError(
    'goal_not_known',
    `No lead ever had the status "${status}". Leads have had: ${statuses.join(', ')}. Name one of these.`,
    { goal: 'status', status },
  );
}
