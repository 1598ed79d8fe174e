import { setTimeout as delay } from 'node:timers/promises';
import { isLeadlightError, SECOND_MS } from '@leadlight/common';
import { isWorkflowError, WorkflowError } from './errors.ts';
import type { Lease, Leases } from './ports/index.ts';

/** Short, so that a killed process blocks others only briefly. A living one renews it three times in this time. */
const LEASE_MS = 10 * SECOND_MS;
const RETRY_DELAY_MS = 500;

/**
 * Runs `work` while this process holds the org's lease of that name. Waits for a lease left by a dead process to expire.
 * @param work gets a signal that aborts when another process takes the lease over, after which it must stop; and a function
 *   that confirms the lease, before a step that must not happen twice, and throws if it is lost
 * @throws WorkflowError `work_in_progress` if a living process has the lease
 */
export async function withLease<T>(
  leases: Leases,
  orgId: string,
  name: string,
  work: (lost: AbortSignal, confirm: () => Promise<void>) => Promise<T>,
  leaseMs = LEASE_MS,
): Promise<T> {
  const lease = await acquire(leases, orgId, name, leaseMs);
  const lost = new AbortController();
  const renewal = setInterval(() => {
    lease.renew().catch((error: unknown) => {
      // Any other error, such as an unreachable storage, leaves the lease as it is: the next renewal may succeed.
      if (!isLeadlightError(error, 'lease_lost')) return;
      clearInterval(renewal);
      lost.abort(error);
    });
  }, leaseMs / 3);
  try {
    return await work(lost.signal, () => lease.renew());
  } finally {
    clearInterval(renewal);
    // A lease that cannot be released expires. The error must not hide that of the work.
    await lease.release().catch(() => undefined);
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

async function acquire(leases: Leases, orgId: string, name: string, leaseMs: number): Promise<Lease> {
  for (let waitedMs = 0; ; waitedMs += RETRY_DELAY_MS) {
    const lease = await leases.tryAcquire(orgId, name, leaseMs);
    if (lease) return lease;
    if (waitedMs > leaseMs) throw new WorkflowError('work_in_progress', { work: name });
    await delay(RETRY_DELAY_MS);
  }
}
