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
