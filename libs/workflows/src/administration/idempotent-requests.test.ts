import { describe, expect, it } from 'vitest';
import type { IdempotencyStore, StoredResponse } from '../ports/index.ts';
import { IdempotentRequests } from './idempotent-requests.ts';

function given() {
  const answers = new Map<string, StoredResponse>();
  const idempotency: IdempotencyStore = {
    find: (orgId, key) => Promise.resolve(answers.get(`${orgId} ${key}`)),
    store: (orgId, key, answer) => {
      const kept = answers.get(`${orgId} ${key}`) ?? answer;
      answers.set(`${orgId} ${key}`, kept);
      return Promise.resolve({ kept, first: kept === answer });
    },
  };
  let acts = 0;
  const act = () => Promise.resolve({ act: ++acts });
  return { once: new IdempotentRequests({ idempotency, clock: { now: () => 1 } }), act, acts: () => acts };
}
const name = { key: 'k', requestHash: 'one' };

describe('an act under a name', () => {
  it('is done once, and a repetition gets the first answer', async () => {
    const { once, act, acts } = given();
    expect(await once.run('org', name, act)).toEqual({ body: '{"act":1}', repeated: false });
    expect(await once.run('org', name, act)).toEqual({ body: '{"act":1}', repeated: true });
    expect(acts()).toBe(1);
  });

  it('is done once where repetitions come while it is under way', async () => {
    const { once, act, acts } = given();
    const all = await Promise.all([1, 2, 3].map(() => once.run('org', name, act)));
    expect(all.map(({ repeated }) => repeated)).toEqual([false, true, true]);
    expect(acts()).toBe(1);
  });

  it('is another act for another org, and no act for another request', async () => {
    const { once, act, acts } = given();
    await once.run('org', name, act);
    await once.run('other', name, act);
    await expect(once.run('org', { ...name, requestHash: 'two' }, act)).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(acts()).toBe(2);
  });

  it('may be tried again where it failed', async () => {
    const { once, act } = given();
    const failing = once.run('org', name, () => Promise.reject(new Error('down')));
    const waiting = once.run('org', name, act);
    await expect(failing).rejects.toThrow('down');
    expect(await waiting).toEqual({ body: '{"act":1}', repeated: false });
  });
});
