import { randomBytes } from 'node:crypto';
import { DAY_MS } from '@leadlight/common';
import type { Job, JobKind, Jobs } from '@leadlight/contract';
import type { Instant } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import type {
  AuditLog,
  Clock,
  JobEntry,
  JobStore,
  ModelStore,
  OrgStore,
  ScheduleState,
  ScheduleStates,
} from '../ports/index.ts';

const MAX_LISTED = 10;

export interface RequestJobPorts {
  readonly jobs: Pick<JobStore, 'request'>;
  readonly orgs: Pick<OrgStore, 'find'>;
  readonly auditLog: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
}

/**
 * Requests a training or a backtest, which a worker does.
 * @param actor for the audit log: `cli`, `api:<key id>`
 * @returns the job that waits or runs already, where there is one
 * @throws WorkflowError `org_not_synced`
 */
export async function requestJob(
  { jobs, orgs, auditLog, clock }: RequestJobPorts,
  orgId: string,
  kind: JobKind,
  actor: string,
): Promise<Job> {
  if (!(await orgs.find(orgId))?.lastSyncedAt) throw new WorkflowError('org_not_synced', { orgId });
  const id = `job_${randomBytes(8).toString('hex')}`;
  const entry = await jobs.request(orgId, { id, kind, requestedAt: clock.now(), requestedBy: actor });
  if (entry.id === id) {
    await auditLog.append(orgId, { at: clock.now(), actor, act: `job.${kind}`, subject: id });
  }
  return jobOf(entry);
}

export interface ListJobsPorts {
  readonly jobs: Pick<JobStore, 'list'>;
  readonly scheduleStates: Pick<ScheduleStates, 'get'>;
  readonly models: Pick<ModelStore, 'findActive'>;
  readonly clock: Clock;
}

/** The requested jobs, newest first, and when the schedule trains next. */
export async function listJobs({ jobs, scheduleStates, models, clock }: ListJobsPorts, orgId: string): Promise<Jobs> {
  const entries = await jobs.list(orgId, MAX_LISTED);
  const next = nextTrainingAt(
    await scheduleStates.get(orgId),
    (await models.findActive(orgId))?.trainedAt,
    clock.now(),
  );
  return { jobs: entries.map(jobOf), nextTrainingAt: timeOf(next) };
}

/**
 * When a training is due, as the worker's schedule decides it: when the model is old enough, at most one a day. A time in
 * the future was stored before the clock was set back, and the schedule does not wait for it.
 * @returns null where no worker has a schedule
 */
function nextTrainingAt(
  { lastTrainingAttemptAt, retrainEveryDays }: ScheduleState,
  trainedAt: Instant | undefined,
  now: Instant,
): Instant | null {
  if (retrainEveryDays === null) return null;
  const dueAfter = (last: Instant | null, periodMs: number) =>
    last === null || Math.abs(now - last) >= periodMs ? now : last + periodMs;
  return Math.max(dueAfter(trainedAt ?? null, retrainEveryDays * DAY_MS), dueAfter(lastTrainingAttemptAt, DAY_MS));
}

const timeOf = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

export const jobOf = ({ attempts: _, propensityId, requestedAt, startedAt, endedAt, ...entry }: JobEntry): Job => ({
  ...entry,
  ...(propensityId !== null && { propensityId }),
  requestedAt: new Date(requestedAt).toISOString(),
  startedAt: timeOf(startedAt),
  endedAt: timeOf(endedAt),
});
