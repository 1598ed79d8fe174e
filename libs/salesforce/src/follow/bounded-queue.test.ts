import { describe, expect, it } from 'vitest';
import { BoundedQueue } from './bounded-queue.ts';

describe('BoundedQueue', () => {
  it('collects items and returns them all at once, in order', async () => {
    const queue = new BoundedQueue<number>(10);
    for (const item of [1, 2, 3]) await queue.put(item);
    expect(await queue.hasMore()).toBe(true);
    expect(queue.takeAll()).toEqual([1, 2, 3]);
    expect(queue.takeAll()).toEqual([]);
  });

  it('blocks producers while it is full', async () => {
    const queue = new BoundedQueue<string>(2);
    const done: string[] = [];
    const producing = (async () => {
      for (const item of ['a', 'b', 'c']) {
        await queue.put(item);
        done.push(item);
      }
    })();
    await Promise.resolve();
    await Promise.resolve();
    expect(done).toEqual(['a']);
    expect(queue.takeAll()).toEqual(['a', 'b']);
    await producing;
    expect(done).toEqual(['a', 'b', 'c']);
    expect(queue.takeAll()).toEqual(['c']);
  });

  it('wakes the consumer for an item, at the end, and with a failure after the items before it', async () => {
    const queue = new BoundedQueue<string>(5);
    const waiting = queue.hasMore();
    await queue.put('late');
    expect(await waiting).toBe(true);
    queue.end({ error: new Error('gone') });
    expect(await queue.hasMore()).toBe(true);
    queue.takeAll();
    await expect(queue.hasMore()).rejects.toThrow('gone');
    const other = new BoundedQueue<string>(5);
    const atEnd = other.hasMore();
    other.end();
    expect(await atEnd).toBe(false);
  });
});
