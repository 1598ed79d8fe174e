import type { Clock, Leases, PersonalData, RemovedRows } from '../ports/index.ts';
import { withLease } from '../with-lease.ts';

/** Days after which data goes; null = never. */
export interface RetentionDays {
  /** Scores given; each lead's newest stays. */
  readonly scores: number | null;
  readonly feedback: number | null;
  readonly audit: number | null;
  /** Answers kept for repeated requests. */
  readonly answers: number | null;
  /** Leads that the CRM deleted, counted from then. */
  readonly deletedLeads: number | null;
}

export const DEFAULT_RETENTION: RetentionDays = {
  scores: 730,
  feedback: 730,
  audit: 730,
  answers: 1,
  deletedLeads: 30,
};

export interface RetentionPorts {
  readonly personalData: PersonalData;
  readonly leases: Leases;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/**
 * Removes what has been kept long enough. To be run daily; a day missed is made up for by the next run.
 * @throws WorkflowError `work_in_progress`
 */
export function applyRetention(
  { personalData, leases, clock }: RetentionPorts,
  orgId: string,
  days: RetentionDays = DEFAULT_RETENTION,
): Promise<RemovedRows> {
  const now = clock.now();
  const before = (keepDays: number | null) => (keepDays === null ? undefined : now - keepDays * DAY_MS);
  return withLease(leases, orgId, 'retention', () =>
    personalData.removeOld(orgId, {
      scoresBefore: before(days.scores),
      feedbackBefore: before(days.feedback),
      auditBefore: before(days.audit),
      answersBefore: before(days.answers),
      deletedLeadsBefore: before(days.deletedLeads),
    }),
  );
}
