import type { Clock, JobQueue, OrgSteps } from '../ports/index.ts';

export interface PlanOrgJobsPorts {
  readonly jobQueue: Pick<JobQueue, 'sendAll'>;
  readonly orgSteps: Pick<OrgSteps, 'list'>;
  readonly clock: Clock;
}

/**
 * Sends the step of each org for which it is due: it has never ended, or last ended this long ago. Any number of processes may
 * plan at the same time.
 * @returns how many were sent
 */
export async function planOrgJobs(
  { jobQueue, orgSteps, clock }: PlanOrgJobsPorts,
  orgIds: readonly string[],
  step: string,
  intervalMs: number,
): Promise<number> {
  const times = await orgSteps.list(step);
  const now = clock.now();
  // A time in the future was stored before the clock was set back.
  const isDue = (endedAt: number | null | undefined): boolean =>
    endedAt === null || endedAt === undefined || Math.abs(now - endedAt) >= intervalMs;
  const due = orgIds.filter((orgId) => isDue(times.get(orgId)?.endedAt));
  return due.length === 0 ? 0 : jobQueue.sendAll(due, step);
}
