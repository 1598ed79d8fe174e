import { expect, test } from 'vitest';
import { superviseFollower } from './supervise-follower.ts';

/** A follower that ends as each of `ends` says, lasting so long; then it is stopped. */
async function followed(ends: readonly { readonly error?: string; readonly lastsMs: number }[]) {
  const stop = new AbortController();
  const told: string[] = [];
  const pauses: number[] = [];
  let now = 0;
  let pass = 0;
  await superviseFollower(
    async () => {
      const end = ends[pass++];
      if (!end) return stop.abort();
      now += end.lastsMs;
      if (end.error !== undefined) throw new Error(end.error);
    },
    (line) => told.push(line),
    stop.signal,
    { now: () => now },
    async (ms) => void pauses.push(ms),
  );
  return { told, pauses };
}

test('failures in a row are tried again in ever longer pauses and told once', async () => {
  const { told, pauses } = await followed(
    Array.from({ length: 10 }, () => ({ error: 'the org is away', lastsMs: 10 })),
  );
  expect(told).toEqual(['Following stopped and will be tried again: the org is away']);
  expect(pauses.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect(Math.max(...pauses)).toBe(5 * 60_000);
});

test('after it went well for a while a failure is news again and the pause short', async () => {
  const { told, pauses } = await followed([
    { error: 'cut off', lastsMs: 10 },
    { error: 'cut off', lastsMs: 3_600_000 },
  ]);
  expect(told).toHaveLength(2);
  expect(pauses).toEqual([2_000, 2_000]);
});

test('being stopped is no failure', async () => {
  expect(await followed([])).toEqual({ told: [], pauses: [] });
});
