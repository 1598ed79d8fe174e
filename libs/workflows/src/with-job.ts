import { setTimeout as delay } from 'node:timers/promises';
import { isLeadlightError } from '@leadlight/common';
import { isWorkflowError, WorkflowError } from './errors.ts';
import { CLAIM_EXPIRY_MS, type JobClaim, type JobClaims } from './ports/index.ts';

const RETRY_DELAY_MS = 500;

/**
 * Runs `work` while this process has claimed the org's step of that name. Waits for the claim of a dead process to expire.
 * @param work gets a signal that aborts when another process takes the step over, after which it must stop; and a function
 *   that confirms the claim, before something that must not happen twice, and throws if it is lost
 * @throws WorkflowError `work_in_progress` if a living process has claimed it
 */
export async function withJob<T>(
  claims: JobClaims,
  orgId: string,
  step: string,
  work: (lost: AbortSignal, confirm: () => Promise<void>) => Promise<T>,
  expiryMs = CLAIM_EXPIRY_MS,
): Promise<T> {
  return whileClaimed(await waitForClaim(claims, orgId, step, expiryMs), work, expiryMs);
}

/** As `withJob`, with a claim that this process already holds. Releases it at the end. */
export async function whileClaimed<T>(
  claim: JobClaim,
  work: (lost: AbortSignal, confirm: () => Promise<void>) => Promise<T>,
  expiryMs = CLAIM_EXPIRY_MS,
): Promise<T> {
  const lost = new AbortController();
  const confirmation = setInterval(() => {
    claim.confirm().catch((error: unknown) => {
      // Any other error, such as an unreachable storage, leaves the claim as it is: the next confirmation may succeed.
      if (!isLeadlightError(error, 'claim_lost')) return;
      clearInterval(confirmation);
      lost.abort(error);
    });
  }, expiryMs / 3);
  try {
    return await work(lost.signal, () => claim.confirm());
  } finally {
    clearInterval(confirmation);
    // A claim that cannot be released expires. The error must not hide that of the work.
    await claim.release().catch(() => undefined);
  }
}

/** @returns undefined if another process is doing the same work */
export async function unlessInProgress<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isWorkflowError(error, 'work_in_progress')) return undefined;
    throw error;
  }
}

async function waitForClaim(claims: JobClaims, orgId: string, step: string, expiryMs: number): Promise<JobClaim> {
  for (let waitedMs = 0; ; waitedMs += RETRY_DELAY_MS) {
    const claim = await claims.claim(orgId, step);
    if (claim) return claim;
    if (waitedMs > expiryMs) throw new WorkflowError('work_in_progress', { work: step });
    await delay(RETRY_DELAY_MS);
  }
}
