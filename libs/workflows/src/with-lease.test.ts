import { describe, expect, test } from 'vitest';
import type { Leases } from './ports/index.ts';
import { withLease } from './with-lease.ts';

/** Leases in memory that count what is asked of them; `free` says from which try on one is to be had. */
function countedLeases(freeFromTry: number) {
  const counts = { tries: 0, renewed: 0, released: 0 };
  const leases: Leases = {
    tryAcquire: async () => {
      counts.tries += 1;
      if (counts.tries < freeFromTry) return undefined;
      return {
        renew: async () => void (counts.renewed += 1),
        release: async () => void (counts.released += 1),
      };
    },
  };
  return { leases, counts };
}

describe('withLease', () => {
  test('gives the lease back when the work fails', async () => {
    const { leases, counts } = countedLeases(1);
    const failing = withLease(leases, 'org', 'sync', () => Promise.reject(new Error('the org is away')));
    await expect(failing).rejects.toThrow('the org is away');
    expect(counts.released).toBe(1);
  });

  test('waits for a lease that a dead process left behind', async () => {
    const { leases, counts } = countedLeases(2);
    expect(await withLease(leases, 'org', 'sync', async () => 'done')).toBe('done');
    expect(counts.tries).toBe(2);
  });

  test('refuses where a living process keeps the lease', async () => {
    const { leases } = countedLeases(Infinity);
    await expect(withLease(leases, 'org', 'sync', async () => 'done', 0)).rejects.toMatchObject({
      code: 'work_in_progress',
    });
  });

  test('renews the lease while the work goes on', async () => {
    const { leases, counts } = countedLeases(1);
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
