import { describe, expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

describe('BoundedQueue', () => {
  it('collects items and returns them all at once, in order', async () => {
    const mailbox = new BoundedQueue<number>(10);
    for (const item of [1, 2, 3]) await mailbox.put(item);
    expect(await mailbox.hasMore()).toBe(true);
    expect(mailbox.takeAll()).toEqual([1, 2, 3]);
    expect(mailbox.takeAll()).toEqual([]);
  });

  it('blocks producers while it is full', async () => {
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

  it('wakes the consumer for an item, at the end, and with a failure after the items before it', async () => {
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
});
