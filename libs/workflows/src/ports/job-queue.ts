import type { Instant } from '@leadlight/lead-features';

/** A claim that nobody confirms for this time is free again. Short, so that a killed process blocks others only briefly. */
export const CLAIM_EXPIRY_MS = 10_000;

/** Lets one process at a time do a step of an org's work. */
export interface JobClaims {
  /**
   * Claims a step for this process. A claim that nobody confirms in time is free again, so that another process takes over from
   * a dead one; so is a claim of a process that is known to have ended.
   * @returns undefined while another process has claimed it
   */
  claim(orgId: string, step: string): Promise<JobClaim | undefined>;
}

export interface JobClaim {
  /**
   * Says that the process is alive and at work.
   * @throws StorageError `claim_lost` if another process took over
   */
  confirm(): Promise<void>;
  /** Does nothing where another process took over. */
  release(): Promise<void>;
}

/** An attempt at a step of an org's work. */
export interface OrgJob {
  readonly id: string;
  /** Counts from 0. With the id it identifies the attempt. */
  readonly attempt: number;
  readonly orgId: string;
  readonly step: string;
}

/** `waiting` also between two attempts; `failed` after the last one. */
export type OrgJobState = 'waiting' | 'running' | 'failed';

export interface OrgJobEntry extends OrgJob {
  readonly state: OrgJobState;
  /** When it was sent; of a running one, when this attempt started; of a failed one, when it failed. */
  readonly since: Instant;
  /** Why the last attempt failed; null = none has. */
  readonly failure: string | null;
}

/** A job fails for good after its first attempt and this number of further ones. The wait before each doubles, up to 5 minutes. */
export const ORG_JOB_RETRIES = 10;

/**
 * Steps of orgs' work that any worker may do, one at a time for each org and step. A step that fails is tried again, after a longer
 * wait each time; so is one whose worker was killed, 10 to 20 seconds after its last sign of life.
 */
export interface JobQueue {
  /**
   * Forgets an earlier failure of this step.
   * @returns false where one of this org and step waits or runs
   */
  send(orgId: string, step: string): Promise<boolean>;
  /** The same for many orgs, in a few statements. @returns how many were sent */
  sendAll(orgIds: readonly string[], step: string): Promise<number>;
  /** Takes the job that has waited longest; one that helps with another job only if no others wait. */
  fetch(): Promise<OrgJob | undefined>;
  /** Says that the worker is alive. @returns false if the job was cancelled or given to another worker */
  touch(job: OrgJob): Promise<boolean>;
  /** Ends a job that was done. Does nothing where it was given to another worker. */
  complete(job: OrgJob): Promise<void>;
  /** Has it tried again, or ends it as failed after its last attempt. */
  fail(job: OrgJob, reason: string): Promise<void>;
  /** Gives the jobs of dead workers to others. Every worker calls it every few seconds. */
  supervise(): Promise<void>;
  /** Of one org, or of all: failed jobs first, then those that run, then those that wait. */
  list(orgId: string | undefined, limit: number): Promise<readonly OrgJobEntry[]>;
  /** Of all orgs. */
  summary(): Promise<JobQueueSummary>;
  /** Sends a failed job's step again, and forgets the failure. @returns false if there is no such failed job */
  retry(orgId: string, jobId: string): Promise<boolean>;
  /** Ends a job that waits or runs, or forgets a failed one. @returns false if there is no such job */
  cancel(orgId: string, jobId: string): Promise<boolean>;
}

/** How many jobs are in each state. Those that help with another job do not count as waiting: they are for workers without other work. */
export interface JobQueueSummary {
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
  /** Since when the job that has waited longest could be taken; null = none can. One that failed cannot be taken before its next attempt is due. */
  readonly oldestWaitingAt: Instant | null;
  /** How long it has waited, by the clock of storage. */
  readonly oldestWaitingMs: number | null;
}

/** When a step of an org last started and ended, and how. */
export interface StepTimes {
  readonly startedAt: Instant;
  /** null = it has not ended since it last started. */
  readonly endedAt: Instant | null;
  /** null = it succeeded, or has not ended. */
  readonly failure: string | null;
}

/** What the planner remembers of each org and step. */
export interface OrgSteps {
  find(orgId: string, step: string): Promise<StepTimes | undefined>;
  /** Of all orgs, by org. */
  list(step: string): Promise<ReadonlyMap<string, StepTimes>>;
  save(orgId: string, step: string, times: StepTimes): Promise<void>;
}
