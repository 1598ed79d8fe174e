import { setTimeout as delay } from 'node:timers/promises';
import { isWorkflowError, WorkflowError } from './errors.ts';
import type { Lease, Leases } from './ports/index.ts';

/** Short, so that a killed process holds nobody up; its holder renews it three times within. */
const LEASE_MS = 10_000;
const RETRY_MS = 500;

/**
 * Runs `work` while this process alone holds the lease of that name for the org. A lease that a dead process left behind
 * is waited for.
 * @param work gets a signal that aborts where another process took the lease over: work that goes on for long must end
 *   then; and a way to make sure at once, before something that must not happen twice. That throws where it is lost
 * @throws WorkflowError `work_in_progress` where a living process holds it
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
      // Storage that is away for a moment is asked again; a lease that is gone is gone.
      if (!isLost(error)) return;
      clearInterval(renewal);
      lost.abort(error);
    });
  }, leaseMs / 3);
  try {
    return await work(lost.signal, () => lease.renew());
  } finally {
    clearInterval(renewal);
    // One that cannot be given back ends by itself, and must not hide what the work ended with.
    await lease.release().catch(() => undefined);
  }
}

/** @returns undefined where another process is at the same work: it does what is to be done */
export async function unlessInProgress<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isWorkflowError(error, 'work_in_progress')) return undefined;
    throw error;
  }
}

const isLost = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'lease_lost';

async function acquire(leases: Leases, orgId: string, name: string, leaseMs: number): Promise<Lease> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    const lease = await leases.tryAcquire(orgId, name, leaseMs);
    if (lease) return lease;
    if (waitedMs > leaseMs) break;
    await delay(RETRY_MS);
  }
  throw new WorkflowError('work_in_progress', { work: name });
}
