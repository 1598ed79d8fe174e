import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { scoreEntry } from '../testing/records.ts';

const answer = (body: string) => ({ requestHash: 'request', status: 200, body, storedAt: 5_000 });

describeOnEveryDatabase('idempotency', (given) => {
  it('stores a response byte for byte, together with its scores', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const kept = answer('{"b":1,  "a":"é"}');
    expect(await storage.idempotency.find(org, 'k')).toBeUndefined();
    expect(await storage.idempotency.store(org, 'k', kept, [scoreEntry()])).toEqual({ stored: kept, isFirst: true });
    expect(await storage.idempotency.find(org, 'k')).toEqual(kept);
    expect(await storage.scoreLog.findBySubject(org, '00Q1', 10)).toEqual([scoreEntry()]);
  });

  it('logs one of many requests with the same key, and returns its response to all', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const all = await Promise.all(
      ['1', '2', '3', '4', '5', '6'].map((body) => storage.idempotency.store(org, 'k', answer(body), [scoreEntry()])),
    );
    expect(all.filter(({ isFirst }) => isFirst)).toHaveLength(1);
    const winner = all.find(({ isFirst }) => isFirst)?.stored;
    for (const { stored } of all) expect(stored).toEqual(winner);
    expect(await storage.scoreLog.findBySubject(org, '00Q1', 10)).toHaveLength(1);
  });

  it('does not store a response whose scores cannot be logged', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await expect(
      storage.idempotency.store(org, 'k', answer('{}'), [scoreEntry({ score: Number.NaN })]),
    ).rejects.toThrow();
    expect(await storage.idempotency.find(org, 'k')).toBeUndefined();
  });

  it('keeps the keys of each org separate', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.idempotency.store(org, 'k', answer('mine'), []);
    expect(await storage.idempotency.find(other, 'k')).toBeUndefined();
    expect(await storage.idempotency.store(other, 'k', answer('theirs'), [])).toMatchObject({ isFirst: true });
  });
});
