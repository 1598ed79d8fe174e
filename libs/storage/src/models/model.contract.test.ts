import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const entry = (id: string) => ({ id, learner: 'forest', trainedAt: 1_000, report: { z: 1, a: [0.5, null] } });
const file = (text: string) => new TextEncoder().encode(text);

describeOnEveryDatabase('models', (given) => {
  test('a saved model is found as it was saved, byte for byte', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const bytes = randomBytes(300_000);
    const saved = await storage.models.save(org, bytes, entry('m1'), true);
    expect(saved).toEqual({ ...entry('m1'), version: 1, active: true });
    expect(await storage.models.findActive(org)).toEqual(saved);
    expect(Buffer.compare(Buffer.from(await storage.models.getFile(org, 'm1')), bytes)).toBe(0);
  });

  test('versions count per org, and only one model is active', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.models.save(org, file('1'), entry('m1'), true);
    await storage.models.save(org, file('2'), entry('m2'), false);
    expect(await storage.models.findActive(org)).toMatchObject({ id: 'm1' });
    await storage.models.save(org, file('3'), entry('m3'), true);
    expect(await storage.models.list(org)).toMatchObject([
      { id: 'm1', version: 1, active: false },
      { id: 'm2', version: 2, active: false },
      { id: 'm3', version: 3, active: true },
    ]);
  });

  test('saving the same model twice is one entry, and can make it active', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.models.save(org, file('1'), entry('m1'), false);
    await storage.models.save(org, file('2'), entry('m2'), true);
    expect(await storage.models.save(org, file('1'), entry('m1'), true)).toMatchObject({ version: 1, active: true });
    expect(await storage.models.list(org)).toMatchObject([
      { id: 'm1', active: true },
      { id: 'm2', active: false },
    ]);
  });

  test('an older model can be made active again, an unknown one cannot', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.models.save(org, file('1'), entry('m1'), true);
    await storage.models.save(org, file('2'), entry('m2'), true);
    await storage.models.activate(org, 'm1');
    expect(await storage.models.findActive(org)).toMatchObject({ id: 'm1' });
    await expect(storage.models.activate(org, 'm9')).rejects.toMatchObject({ code: 'model_not_found' });
    expect(await storage.models.findActive(org)).toMatchObject({ id: 'm1' });
  });

  test('models saved at the same time get numbers of their own', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const ids = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
    const saved = await Promise.all(ids.map((id) => storage.models.save(org, file(id), entry(id), true)));
    expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const all = await storage.models.list(org);
    expect(all.filter(({ active }) => active)).toHaveLength(1);
  });

  test('no org has the model of another', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    await storage.models.save(org, file('1'), entry('m1'), true);
    expect(await storage.models.list(other)).toEqual([]);
    expect(await storage.models.findActive(other)).toBeUndefined();
    await expect(storage.models.getFile(other, 'm1')).rejects.toMatchObject({
      code: 'model_not_found',
      facts: { orgId: other, modelId: 'm1' },
    });
  });
});
