import type { FieldValue, Goal, LeadField, LeadHistory } from '@leadlight/lead-features';
import { WorkflowError } from '../../errors.ts';

/** What some leads' data contains about goals. */
export interface CollectedEvidence {
  readonly statuses: ReadonlySet<string>;
  readonly converted: number;
  readonly withOpportunity: number;
}

/** What the leads' data contains about goals other than conversion. */
export class GoalEvidence {
  readonly #statuses = new Set<string>();
  #converted = 0;
  #withOpportunity = 0;

  add({ convertedAt, opportunity, fields, changes }: LeadHistory): void {
    if (convertedAt !== null) {
      this.#converted += 1;
      if (opportunity !== undefined) this.#withOpportunity += 1;
    }
    this.#addStatus(fields.Status);
    for (const { field, oldValue, newValue } of changes) {
      if (field !== 'Status') continue;
      this.#addStatus(oldValue);
      this.#addStatus(newValue);
    }
  }

  /** What was found, for `merge` of another object; can be serialized. */
  collected(): CollectedEvidence {
    return { statuses: this.#statuses, converted: this.#converted, withOpportunity: this.#withOpportunity };
  }

  /** Adds what was found of other leads. */
  merge({ statuses, converted, withOpportunity }: CollectedEvidence): void {
    for (const status of statuses) this.#statuses.add(status);
    this.#converted += converted;
    this.#withOpportunity += withOpportunity;
  }

  /** True if leads converted, but none of their opportunities was synced. */
  get lacksOpportunities(): boolean {
    return this.#converted > 0 && this.#withOpportunity === 0;
  }

  /** Every status that a lead has or had. */
  get statuses(): readonly string[] {
    return [...this.#statuses].sort();
  }

  #addStatus(status: FieldValue | undefined): void {
    if (typeof status === 'string' && status !== '') this.#statuses.add(status);
  }
}

/**
 * Rejects a goal that the data cannot show, because every lead would count as a failure.
 * @throws WorkflowError `opportunities_not_synced`, `status_not_tracked`, `status_never_used`
 */
export function requireGoalInData(goal: Goal, evidence: GoalEvidence, fields: readonly LeadField[]): void {
  if (goal.kind === 'converted') return;
  if (goal.kind === 'status') return requireStatusInData(goal.status, evidence, fields);
  if (evidence.lacksOpportunities) throw new WorkflowError('opportunities_not_synced', { goal: goal.kind });
}

function requireStatusInData(status: string, { statuses }: GoalEvidence, fields: readonly LeadField[]): void {
  const field = fields.find(({ name }) => name === 'Status');
  if (field?.past.kind === 'unknown') throw new WorkflowError('status_not_tracked', { status });
  if (statuses.length > 0 && !statuses.includes(status)) {
    throw new WorkflowError('status_never_used', { status, statuses });
  }
}
