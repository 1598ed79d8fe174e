import { WorkflowError } from './errors.ts';
import type { Lease, Leases } from './ports/index.ts';

const LEASE_MS = 60_000;

/**
 * Runs `work` while this process alone holds the lease of that name for the org. `keepAlive` renews it when a third has
 * passed; call it between steps.
 * @throws WorkflowError `work_in_progress` where another process holds it
 */
export async function withLease<T>(
  leases: Leases,
  now: () => number,
  orgId: string,
  name: string,
  work: (keepAlive: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const lease: Lease | undefined = await leases.tryAcquire(orgId, name, LEASE_MS);
  if (!lease) {
    throw new WorkflowError(
      'work_in_progress',
      `Another process is at the ${name} of this org. Wait for it, or, if it was killed, try again in a minute.`,
      { work: name },
    );
  }
  let renewedAt = now();
  const keepAlive = async () => {
    if (now() - renewedAt < LEASE_MS / 3) return;
    await lease.renew();
    renewedAt = now();
  };
  try {
    return await work(keepAlive);
  } finally {
    await lease.release();
  }
}
