import { describe, expect, it } from 'vitest';
import { readAhead } from './read-ahead.ts';

/** Yields 1 to `count`, noting each read and the end. */
async function* numbers(count: number, events: string[], failAt = Infinity): AsyncGenerator<number> {
  try {
    for (let n = 1; n <= count; n += 1) {
      await Promise.resolve();
      if (n === failAt) throw new Error(`no ${n}`);
      events.push(`read ${n}`);
      yield n;
    }
  } finally {
    events.push('closed');
  }
}

const untilQuiet = () => new Promise((resolve) => setImmediate(resolve));

describe('readAhead', () => {
  it('yields all items in order, and reads one while the consumer works on the one before', async () => {
    const events: string[] = [];
    for await (const n of readAhead(numbers(3, events))) {
      await untilQuiet();
      events.push(`used ${n}`);
    }
    expect(events).toEqual(['read 1', 'read 2', 'used 1', 'read 3', 'used 2', 'closed', 'used 3']);
  });

  it('reads as many items ahead as it is given', async () => {
    const events: string[] = [];
    for await (const n of readAhead(numbers(4, events), 2)) {
      await untilQuiet();
      events.push(`used ${n}`);
    }
    expect(events).toEqual(['read 1', 'read 2', 'read 3', 'used 1', 'read 4', 'used 2', 'closed', 'used 3', 'used 4']);
  });

  it('passes an error on after the items before it', async () => {
    const used: number[] = [];
    const reading = (async () => {
      for await (const n of readAhead(numbers(3, [], 2))) {
        await untilQuiet();
        used.push(n);
      }
    })();
    await expect(reading).rejects.toThrow('no 2');
    expect(used).toEqual([1]);
  });

  it('closes the source when the consumer stops early', async () => {
    const events: string[] = [];
    for await (const n of readAhead(numbers(5, events))) if (n === 2) break;
    expect(events).toEqual(['read 1', 'read 2', 'read 3', 'closed']);
  });
});
