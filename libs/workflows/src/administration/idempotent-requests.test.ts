import { describe, expect, it } from 'vitest';
import type { IdempotencyStore, StoredResponse } from '../ports/index.ts';
import { IdempotentRequests } from './idempotent-requests.ts';

function given() {
  const responses = new Map<string, StoredResponse>();
  const idempotency: IdempotencyStore = {
    find: (orgId, key) => Promise.resolve(responses.get(`${orgId} ${key}`)),
    store: (orgId, key, response) => {
      const stored = responses.get(`${orgId} ${key}`) ?? response;
      responses.set(`${orgId} ${key}`, stored);
      return Promise.resolve({ stored, isFirst: stored === response });
    },
  };
  let runs = 0;
  const action = () => Promise.resolve({ run: ++runs });
  return { once: new IdempotentRequests({ idempotency, clock: { now: () => 1 } }), action, runs: () => runs };
}
const request = { key: 'k', requestHash: 'one' };

describe('IdempotentRequests', () => {
  it('runs an action once and repeats its response', async () => {
    const { once, action, runs } = given();
    expect(await once.run('org', request, action)).toEqual({ body: '{"run":1}', repeated: false });
    expect(await once.run('org', request, action)).toEqual({ body: '{"run":1}', repeated: true });
    expect(runs()).toBe(1);
  });

  it('runs an action once if it is repeated while it is under way', async () => {
    const { once, action, runs } = given();
    const all = await Promise.all([1, 2, 3].map(() => once.run('org', request, action)));
    expect(all.map(({ repeated }) => repeated)).toEqual([false, true, true]);
    expect(runs()).toBe(1);
  });

  it('separates orgs and rejects a key used for another request', async () => {
    const { once, action, runs } = given();
    await once.run('org', request, action);
    await once.run('other', request, action);
    await expect(once.run('org', { ...request, requestHash: 'two' }, action)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(runs()).toBe(2);
  });

  it('runs an action again after a failure', async () => {
    const { once, action } = given();
    const failing = once.run('org', request, () => Promise.reject(new Error('down')));
    const waiting = once.run('org', request, action);
    await expect(failing).rejects.toThrow('down');
    expect(await waiting).toEqual({ body: '{"run":1}', repeated: false });
  });
});
