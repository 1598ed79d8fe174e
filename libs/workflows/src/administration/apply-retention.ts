import { DAY_MS } from '@leadlight/common';
import type { Clock, JobClaims, PersonalData, RemovedRows } from '../ports/index.ts';
import { withJob } from '../with-job.ts';

/** Days after which data is removed; null = never. */
export interface RetentionDays {
  /** Except each lead's newest score. */
  readonly scores: number | null;
  readonly feedback: number | null;
  readonly audit: number | null;
  /** Checks of models, and events that have ended. */
  readonly checks: number | null;
  /** Responses stored for repeated requests. */
  readonly responses: number | null;
  /** Counted from the deletion in the CRM. */
  readonly deletedLeads: number | null;
}

export const DEFAULT_RETENTION: RetentionDays = {
  scores: 730,
  feedback: 730,
  audit: 730,
  checks: 730,
  responses: 1,
  deletedLeads: 30,
};

export interface RetentionPorts {
  readonly personalData: PersonalData;
  readonly claims: JobClaims;
  readonly clock: Clock;
}

/**
 * Removes data that has reached its age limit. The scoring API calls it every hour; the next run makes up for a missed one.
 * @throws WorkflowError `work_in_progress`
 */
export function applyRetention(
  { personalData, claims, clock }: RetentionPorts,
  orgId: string,
  days: RetentionDays = DEFAULT_RETENTION,
): Promise<RemovedRows> {
  const now = clock.now();
  const before = (maxDays: number | null) => (maxDays === null ? undefined : now - maxDays * DAY_MS);
  return withJob(claims, orgId, 'retention', () =>
    personalData.removeOld(orgId, {
      scoresBefore: before(days.scores),
      feedbackBefore: before(days.feedback),
      auditBefore: before(days.audit),
      checksBefore: before(days.checks),
      responsesBefore: before(days.responses),
      deletedLeadsBefore: before(days.deletedLeads),
    }),
  );
}
