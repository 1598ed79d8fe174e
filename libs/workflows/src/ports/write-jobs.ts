/** A job opened in the CRM that is not known to have ended. */
export interface WriteJob {
  readonly jobId: string;
  /** Since the job was added, by the clock of the database, which is one clock for all machines. */
  readonly ageMs: number;
}

/**
 * The jobs that may still write in the CRM. A job is added before it starts and removed when it is known to have ended, so
 * that the next writer can end the jobs that a killed one has left open.
 */
export interface WriteJobs {
  add(orgId: string, jobId: string): Promise<void>;
  /** In the order they were added. */
  list(orgId: string): Promise<readonly WriteJob[]>;
  remove(orgId: string, jobId: string): Promise<void>;
}
