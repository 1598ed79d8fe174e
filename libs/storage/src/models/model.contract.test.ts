import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const entry = (id: string) => ({ id, learner: 'forest', trainedAt: 1_000, report: { z: 1, a: [0.5, null] } });
const file = (text: string) => new TextEncoder().encode(text);

describeOnEveryDatabase('models', (given) => {
  it('returns a saved model byte for byte', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const bytes = randomBytes(300_000);
    const saved = await storage.models.save(org, bytes, entry('m1'), true);
    expect(saved).toEqual({ ...entry('m1'), version: 1, active: true });
    expect(await storage.models.findActive(org)).toEqual(saved);
    expect(Buffer.compare(Buffer.from(await storage.models.getFile(org, 'm1')), bytes)).toBe(0);
  });

  it('numbers versions per org, and keeps only one model active', async () => {
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

  it('stores the same model once, and can activate it when it is saved again', async () => {
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

  it('activates an older model again, and rejects an unknown one', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.models.save(org, file('1'), entry('m1'), true);
    await storage.models.save(org, file('2'), entry('m2'), true);
    await storage.models.activate(org, 'm1');
    expect(await storage.models.findActive(org)).toMatchObject({ id: 'm1' });
    await expect(storage.models.activate(org, 'm9')).rejects.toMatchObject({ code: 'model_not_found' });
    expect(await storage.models.findActive(org)).toMatchObject({ id: 'm1' });
  });

  it('gives models that are saved at the same time different versions', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const ids = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'];
    const saved = await Promise.all(ids.map((id) => storage.models.save(org, file(id), entry(id), true)));
    expect(saved.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const all = await storage.models.list(org);
    expect(all.filter(({ active }) => active)).toHaveLength(1);
  });

  it('hides one org’s model from another', async () => {
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
