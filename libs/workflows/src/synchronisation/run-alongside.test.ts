import { describe, expect, it } from 'vitest';
import { runAlongside } from './run-alongside.ts';

describe('runAlongside', () => {
  it('repeats the short task until the long one has ended', async () => {
    const long = Promise.withResolvers<string>();
    let times = 0;
    const result = runAlongside(long.promise, 1, async () => {
      times += 1;
      if (times === 3) long.resolve('done');
    });
    expect(await result).toBe('done');
    expect(times).toBe(3);
  });

  it('returns immediately if the long task does', async () => {
    expect(await runAlongside(Promise.resolve(1), 2 ** 30, () => expect.fail('not called'))).toBe(1);
  });

  it('waits for the long task before it rejects with the error of the short one', async () => {
    const long = Promise.withResolvers<string>();
    let hasEnded = false;
    const done = runAlongside(
      long.promise.then((word) => {
        hasEnded = true;
        return word;
      }),
      1,
      () => {
        setImmediate(() => long.resolve('done'));
        return Promise.reject(new Error('short'));
      },
    );
    await expect(done).rejects.toThrow('short');
    expect(hasEnded).toBe(true);
  });

  it('rejects with the error of the long task', async () => {
    await expect(runAlongside(Promise.reject(new Error('long')), 1, () => Promise.resolve())).rejects.toThrow('long');
  });
});
