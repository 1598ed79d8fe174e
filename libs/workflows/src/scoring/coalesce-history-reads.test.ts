import type { LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { coalesceHistoryReads } from './coalesce-history-reads.ts';
import { historyOf } from '../testing/scoring.ts';

/** A store whose reads end when the test says so. */
function slowStore() {
  const reads: { readonly orgId: string; readonly leadIds: readonly string[]; readonly end: () => void }[] = [];
  let failing = false;
  const find = (orgId: string, leadIds: readonly string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, LeadHistory>>();
    const found = new Map(leadIds.map((leadId) => [leadId, historyOf(leadId, {})]));
    reads.push({ orgId, leadIds, end: () => (failing ? reject(new Error('down')) : resolve(found)) });
    return promise;
  };
  return { reads, find, fail: () => (failing = true) };
}

describe('coalesceHistoryReads', () => {
  it('starts a lone read immediately and joins the reads that arrive while it runs', async () => {
    const { reads, find } = slowStore();
    const read = coalesceHistoryReads(find);
    const results = [read('org', ['a']), read('org', ['b', 'c']), read('org', ['c', 'd'])];
    expect(reads.map(({ leadIds }) => leadIds)).toEqual([['a']]);
    reads[0]?.end();
    await results[0];
    await expect.poll(() => reads.length).toBe(2);
    expect(reads[1]?.leadIds).toEqual(['b', 'c', 'd']);
    reads[1]?.end();
    const [, second, third] = await Promise.all(results);
    expect([second?.has('b'), second?.has('c'), third?.has('d')]).toEqual([true, true, true]);
  });

  it('reads each org separately', () => {
    const { reads, find } = slowStore();
    const read = coalesceHistoryReads(find);
    void read('one', ['a']);
    void read('two', ['a']);
    expect(reads.map(({ orgId }) => orgId)).toEqual(['one', 'two']);
  });

  it('fails the joined reads and continues with later ones', async () => {
    const { reads, find, fail } = slowStore();
    const read = coalesceHistoryReads(find);
    const failed = read('org', ['a']);
    fail();
    reads[0]?.end();
    await expect(failed).rejects.toThrow('down');
    void read('org', ['b']);
    await expect.poll(() => reads.length).toBe(2);
  });

  it('does not join large reads', async () => {
    const { reads, find } = slowStore();
    const read = coalesceHistoryReads(find);
    const large = Array.from({ length: 200 }, (_, lead) => `l${lead}`);
    const results = [read('org', ['a']), ...Array.from({ length: 3 }, () => read('org', large))];
    reads[0]?.end();
    await results[0];
    await expect.poll(() => reads.length).toBe(2);
    reads[1]?.end();
    await expect.poll(() => reads.length).toBe(3);
  });
});
