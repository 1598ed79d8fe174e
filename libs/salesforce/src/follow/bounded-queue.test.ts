import { expect, test } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

test('many items gather and are taken at once, in order', async () => {
  const mailbox = new BoundedQueue<number>(10);
  for (const item of [1, 2, 3]) await mailbox.put(item);
  expect(await mailbox.hasMore()).toBe(true);
  expect(mailbox.takeAll()).toEqual([1, 2, 3]);
  expect(mailbox.takeAll()).toEqual([]);
});

test('where it is full, a producer waits until it is emptied', async () => {
  const mailbox = new BoundedQueue<string>(2);
  const done: string[] = [];
  const producing = (async () => {
    for (const item of ['a', 'b', 'c']) {
      await mailbox.put(item);
      done.push(item);
    }
  })();
  await Promise.resolve();
  await Promise.resolve();
  expect(done).toEqual(['a']);
  expect(mailbox.takeAll()).toEqual(['a', 'b']);
  await producing;
  expect(done).toEqual(['a', 'b', 'c']);
  expect(mailbox.takeAll()).toEqual(['c']);
});

test('a reader that waits is woken by an item, by the end, and by a failure after what came before it', async () => {
  const mailbox = new BoundedQueue<string>(5);
  const waiting = mailbox.hasMore();
  await mailbox.put('late');
  expect(await waiting).toBe(true);
  mailbox.end({ error: new Error('gone') });
  expect(await mailbox.hasMore()).toBe(true);
  mailbox.takeAll();
  await expect(mailbox.hasMore()).rejects.toThrow('gone');
  const other = new BoundedQueue<string>(5);
  const atEnd = other.hasMore();
  other.end();
  expect(await atEnd).toBe(false);
});
