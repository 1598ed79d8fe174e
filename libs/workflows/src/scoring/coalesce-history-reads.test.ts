import type { LeadHistory } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { coalesceHistoryReads } from './coalesce-history-reads.ts';
import { historyOf } from '../testing/scoring.ts';

/** A store that answers when told to, and remembers what it was asked. */
function slowStore() {
  const asked: { readonly orgId: string; readonly leadIds: readonly string[]; readonly answer: () => void }[] = [];
  let failing = false;
  const find = (orgId: string, leadIds: readonly string[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, LeadHistory>>();
    const found = new Map(leadIds.map((leadId) => [leadId, historyOf(leadId, {})]));
    asked.push({ orgId, leadIds, answer: () => (failing ? reject(new Error('down')) : resolve(found)) });
    return promise;
  };
  return { asked, find, fail: () => (failing = true) };
}

describe('gathered reads', () => {
  it('ask at once for a lone reader and together for those who come meanwhile', async () => {
    const { asked, find } = slowStore();
    const read = coalesceHistoryReads(find);
    const answers = [read('org', ['a']), read('org', ['b', 'c']), read('org', ['c', 'd'])];
    expect(asked.map(({ leadIds }) => leadIds)).toEqual([['a']]);
    asked[0]?.answer();
    await answers[0];
    await expect.poll(() => asked.length).toBe(2);
    expect(asked[1]?.leadIds).toEqual(['b', 'c', 'd']);
    asked[1]?.answer();
    const [, second, third] = await Promise.all(answers);
    expect([second?.has('b'), second?.has('c'), third?.has('d')]).toEqual([true, true, true]);
  });

  it('never mix orgs', () => {
    const { asked, find } = slowStore();
    const read = coalesceHistoryReads(find);
    void read('one', ['a']);
    void read('two', ['a']);
    expect(asked.map(({ orgId }) => orgId)).toEqual(['one', 'two']);
  });

  it('fail those who asked together, and nobody after them', async () => {
    const { asked, find, fail } = slowStore();
    const read = coalesceHistoryReads(find);
    const failed = read('org', ['a']);
    fail();
    asked[0]?.answer();
    await expect(failed).rejects.toThrow('down');
    void read('org', ['b']);
    await expect.poll(() => asked.length).toBe(2);
  });

  it('keep large requests apart', async () => {
    const { asked, find } = slowStore();
    const read = coalesceHistoryReads(find);
    const large = Array.from({ length: 200 }, (_, lead) => `l${lead}`);
    const answers = [read('org', ['a']), ...Array.from({ length: 3 }, () => read('org', large))];
    asked[0]?.answer();
    await answers[0];
    await expect.poll(() => asked.length).toBe(2);
    asked[1]?.answer();
    await expect.poll(() => asked.length).toBe(3);
  });
});
