import { describe, expect, it } from 'vitest';
import { superviseFollower } from './supervise-follower.ts';

/** Runs a follower that ends as `ends` says, each time after `lastsMs`, and is then stopped. */
async function supervise(ends: readonly { readonly error?: string; readonly lastsMs: number }[]) {
  const stop = new AbortController();
  const logged: string[] = [];
  const delays: number[] = [];
  let now = 0;
  let pass = 0;
  await superviseFollower(
    async () => {
      const end = ends[pass++];
      if (!end) return stop.abort();
      now += end.lastsMs;
      if (end.error !== undefined) throw new Error(end.error);
    },
    (message) => logged.push(message),
    stop.signal,
    async (ms) => void delays.push(ms),
    () => now,
  );
  return { logged, delays };
}

describe('superviseFollower', () => {
  it('retries with growing delays and logs repeated failures once', async () => {
    const { logged, delays } = await supervise(
      Array.from({ length: 10 }, () => ({ error: 'the org is away', lastsMs: 10 })),
    );
    expect(logged).toEqual(['Following stopped and will be tried again: the org is away']);
    expect(delays.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(Math.max(...delays)).toBe(5 * 60_000);
  });

  it('starts again with a short delay and logs the failure after a healthy run', async () => {
    const { logged, delays } = await supervise([
      { error: 'cut off', lastsMs: 10 },
      { error: 'cut off', lastsMs: 3_600_000 },
    ]);
    expect(logged).toHaveLength(2);
    expect(delays).toEqual([2_000, 2_000]);
  });

  it('does not treat a stop as a failure', async () => {
    expect(await supervise([])).toEqual({ logged: [], delays: [] });
  });
});
