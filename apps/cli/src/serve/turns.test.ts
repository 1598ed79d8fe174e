import { expect, test } from 'vitest';
import { turns } from './turns.ts';

test('work is done one after the other, and one that fails holds nobody up', async () => {
  const inTurn = turns();
  const order: string[] = [];
  const opened = Promise.withResolvers<void>();
  const first = inTurn(async () => {
    order.push('first begins');
    await opened.promise;
    order.push('first ends');
    throw new Error('it failed');
  });
  const second = inTurn(async () => {
    order.push('second');
    return 2;
  });
  opened.resolve();
  await expect(first).rejects.toThrow('it failed');
  expect(await second).toBe(2);
  expect(order).toEqual(['first begins', 'first ends', 'second']);
});
