import type { Instant } from '@leadlight/lead-features';

/** Finds the orgs that have work which somebody requested or that is due: each call is one statement, however many orgs there are. */
export interface RequestedWork {
  /** With a requested job that waits or runs. */
  orgsWithJobs(): Promise<readonly string[]>;
  /** The active models of propensities, of all orgs. */
  activePropensityModels(): Promise<readonly ActivePropensityModel[]>;
  /** With a test message that is to be sent now. */
  orgsWithTestMessages(now: Instant): Promise<readonly string[]>;
  /** With a confirmed audience that was changed or asked for since its last write, or whose last write was this long ago. */
  orgsWithDueAudiences(now: Instant, intervalMs: number): Promise<readonly string[]>;
}

export interface ActivePropensityModel {
  readonly orgId: string;
  readonly propensityId: string;
  readonly modelId: string;
}
