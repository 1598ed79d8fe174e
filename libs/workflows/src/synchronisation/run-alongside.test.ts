import { expect, test } from 'vitest';
import { runAlongside } from './run-alongside.ts';

test('the small is done until the long has ended', async () => {
  const long = Promise.withResolvers<string>();
  let times = 0;
  const done = runAlongside(long.promise, 1, async () => {
    times += 1;
    if (times === 3) long.resolve('done');
  });
  expect(await done).toBe('done');
  expect(times).toBe(3);
});

test('a long that ends at once waits for no interval', async () => {
  expect(await runAlongside(Promise.resolve(1), 2 ** 30, () => expect.fail('not asked for'))).toBe(1);
});

test('a small that fails ends nothing: the long is seen to its end first', async () => {
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
      return Promise.reject(new Error('small'));
    },
  );
  await expect(done).rejects.toThrow('small');
  expect(hasEnded).toBe(true);
});

test('a long that fails is what is told', async () => {
  await expect(runAlongside(Promise.reject(new Error('long')), 1, () => Promise.resolve())).rejects.toThrow('long');
});
