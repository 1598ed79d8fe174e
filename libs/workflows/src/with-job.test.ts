import { describe, expect, it } from 'vitest';
import type { JobClaims } from './ports/index.ts';
import { withJob } from './with-job.ts';

/** Claims in memory that count their calls. The claim is free from the given attempt on. */
function countingClaims(freeFromAttempt: number) {
  const counts = { attempts: 0, confirmed: 0, released: 0 };
  const claims: JobClaims = {
    claim: async () => {
      counts.attempts += 1;
      if (counts.attempts < freeFromAttempt) return undefined;
      return {
        confirm: async () => void (counts.confirmed += 1),
        release: async () => void (counts.released += 1),
      };
    },
  };
  return { claims, counts };
}

describe('withJob', () => {
  it('releases the claim when the work fails', async () => {
    const { claims, counts } = countingClaims(1);
    const result = withJob(claims, 'org', 'sync', () => Promise.reject(new Error('the org is away')));
    await expect(result).rejects.toThrow('the org is away');
    expect(counts.released).toBe(1);
  });

  it('waits for a claim that a dead process has left', async () => {
    const { claims, counts } = countingClaims(2);
    expect(await withJob(claims, 'org', 'sync', async () => 'done')).toBe('done');
    expect(counts.attempts).toBe(2);
  });

  it('rejects if a living process has the claim', async () => {
    const { claims } = countingClaims(Infinity);
    await expect(withJob(claims, 'org', 'sync', async () => 'done', 0)).rejects.toMatchObject({
      code: 'work_in_progress',
    });
  });

  it('confirms the claim during the work', async () => {
    const { claims, counts } = countingClaims(1);
    await withJob(
      claims,
      'org',
      'sync',
      async () => {
        while (counts.confirmed < 2) await new Promise((resolve) => setImmediate(resolve));
      },
      30,
    );
    expect(counts.confirmed).toBeGreaterThanOrEqual(2);
  });
});
