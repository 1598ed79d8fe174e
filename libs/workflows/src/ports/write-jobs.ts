import type { Instant } from '@leadlight/lead-features';

/** A job that was opened in the CRM and is not known to have ended. */
export interface WriteJob {
  readonly jobId: string;
  readonly openedAt: Instant;
}

/**
 * Which jobs may still write in the CRM. One is noted before it may begin and forgotten once it is known to have ended, so
 * that whoever writes next can end what a killed writer left behind.
 */
export interface WriteJobs {
  add(orgId: string, jobId: string): Promise<void>;
  /** Those noted first come first. */
  list(orgId: string): Promise<readonly WriteJob[]>;
  remove(orgId: string, jobId: string): Promise<void>;
}
