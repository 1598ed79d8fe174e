import { describe, expect, it } from 'vitest';
import type { Leases } from './ports/index.ts';
import { withLease } from './with-lease.ts';

/** Leases in memory that count their calls. The lease is free from the given attempt on. */
function countingLeases(freeFromAttempt: number) {
  const counts = { attempts: 0, renewed: 0, released: 0 };
  const leases: Leases = {
    tryAcquire: async () => {
      counts.attempts += 1;
      if (counts.attempts < freeFromAttempt) return undefined;
      return {
        renew: async () => void (counts.renewed += 1),
        release: async () => void (counts.released += 1),
      };
    },
  };
  return { leases, counts };
}

describe('withLease', () => {
  it('releases the lease when the work fails', async () => {
    const { leases, counts } = countingLeases(1);
    const result = withLease(leases, 'org', 'sync', () => Promise.reject(new Error('the org is away')));
    await expect(result).rejects.toThrow('the org is away');
    expect(counts.released).toBe(1);
  });

  it('waits for a lease that a dead process has left', async () => {
    const { leases, counts } = countingLeases(2);
    expect(await withLease(leases, 'org', 'sync', async () => 'done')).toBe('done');
    expect(counts.attempts).toBe(2);
  });

  it('rejects if a living process has the lease', async () => {
    const { leases } = countingLeases(Infinity);
    await expect(withLease(leases, 'org', 'sync', async () => 'done', 0)).rejects.toMatchObject({
      code: 'work_in_progress',
    });
  });

  it('renews the lease during the work', async () => {
    const { leases, counts } = countingLeases(1);
    await withLease(
      leases,
      'org',
      'sync',
      async () => {
        while (counts.renewed < 2) await new Promise((resolve) => setImmediate(resolve));
      },
      30,
    );
    expect(counts.renewed).toBeGreaterThanOrEqual(2);
  });
});
