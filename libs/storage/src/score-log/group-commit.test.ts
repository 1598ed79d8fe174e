import { expect, test } from 'vitest';
import { groupCommit } from './group-commit.ts';

/** A write whose end the test decides. */
function heldWrite() {
  const writes: { readonly items: readonly string[]; end(error?: Error): void }[] = [];
  const write = (items: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      writes.push({ items, end: (error) => (error ? reject(error) : resolve()) });
    });
  return { write, writes };
}

const isRefusal = (reason: unknown): boolean => reason instanceof RangeError;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a lone write goes at once', async () => {
  const { write, writes } = heldWrite();
  const done = groupCommit(write, isRefusal)(['a']);
  expect(writes.map(({ items }) => items)).toEqual([['a']]);
  writes[0]?.end();
  await done;
});

test('what comes while a write is in flight leaves together, in order, once that write has ended', async () => {
  const { write, writes } = heldWrite();
  const commit = groupCommit(write, isRefusal);
  const all = [commit(['a']), commit(['b', 'c']), commit(['d'])];
  writes[0]?.end();
  await turn();
  expect(writes.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd']]);
  writes[1]?.end();
  await Promise.all(all);
});

test('no caller hears of success before its own write has ended', async () => {
  const { write, writes } = heldWrite();
  const commit = groupCommit(write, isRefusal);
  let acknowledged = 0;
  void commit(['a']).then(() => acknowledged++);
  void commit(['b']).then(() => acknowledged++);
  writes[0]?.end();
  await turn();
  expect(acknowledged).toBe(1);
  writes[1]?.end();
  await turn();
  expect(acknowledged).toBe(2);
});

test('where the data of a joint write are refused its parts are tried alone, and only the bad one hears of it', async () => {
  const written: string[] = [];
  const commit = groupCommit<string>(async (items) => {
    await turn();
    if (items.includes('bad')) throw new RangeError('bad row');
    written.push(...items);
  }, isRefusal);
  const results = await Promise.allSettled([commit(['a']), commit(['b']), commit(['bad']), commit(['c'])]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(written).toEqual(['a', 'b', 'c']);
});

test('a joint write that may have been committed is not tried again: all its parts hear of the failure at once', async () => {
  const { write, writes } = heldWrite();
  const commit = groupCommit(write, isRefusal);
  const first = commit(['a']);
  const joined = Promise.allSettled([commit(['b']), commit(['c']), commit(['d'])]);
  writes[0]?.end();
  await first;
  await turn();
  const timeout = new Error('timed out');
  writes[1]?.end(timeout);
  expect(await joined).toEqual(Array.from({ length: 3 }, () => ({ status: 'rejected', reason: timeout })));
  await turn();
  expect(writes.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd']]);
});

test('it goes on after a failure', async () => {
  let fail = true;
  const commit = groupCommit<string>(() => (fail ? Promise.reject(new Error('down')) : Promise.resolve()), isRefusal);
  await expect(commit(['a'])).rejects.toThrow('down');
  fail = false;
  await expect(commit(['a'])).resolves.toBeUndefined();
});
