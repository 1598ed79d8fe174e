import { activateModel, KEY_SCOPES, createApiKey, revokeApiKey, rotateApiKey } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

const clock = { now: () => 5_000 };
const model = (id: string) => ({ id, learner: 'forest', trainedAt: 1, report: {} });

describeOnEveryDatabase('Administration.atomically', (given) => {
  it('commits an action together with its entry in the audit log', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const ports = { ...storage, clock };
    const { entry } = await createApiKey(ports, org, 'a', { scopes: KEY_SCOPES, actor: 'cli' });
    const next = await rotateApiKey(ports, org, entry.id, 1_000);
    await revokeApiKey(ports, org, next.entry.id);
    await storage.models.save(org, Buffer.from('file'), model('m1'), false);
    await activateModel(ports, org, 'm1', 'api:key_1');
    expect(
      (await storage.auditLog.list(org, 10)).map(({ act, subject, actor, at }) => [at, actor, act, subject]),
    ).toEqual([
      [5_000, 'api:key_1', 'model.activate', 'm1'],
      [5_000, 'cli', 'key.revoke', next.entry.id],
      [5_000, 'cli', 'key.rotate', entry.id],
      [5_000, 'cli', 'key.create', entry.id],
    ]);
    expect((await storage.models.findActive(org))?.id).toBe('m1');
    const keys = new Map((await storage.apiKeys.list(org)).map((key) => [key.id, key]));
    expect(keys.get(entry.id)).toMatchObject({ expiresAt: 6_000, revokedAt: null });
    expect(keys.get(next.entry.id)).toMatchObject({ expiresAt: null, revokedAt: 5_000 });
  });

  it('logs a saved model that becomes active, and not one that is only saved', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.models.save(org, Buffer.from('kept'), model('m1'), false);
    expect(await storage.auditLog.list(org, 10)).toEqual([]);
    await storage.models.save(org, Buffer.from('active'), model('m2'), true);
    expect(await storage.auditLog.list(org, 10)).toEqual([
      { at: 1, actor: 'training', act: 'model.activate', subject: 'm2' },
    ]);
  });

  it('changes nothing when the log cannot be written', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.models.save(org, Buffer.from('file'), model('m1'), false);
    const halfWay = storage.atomically(async (stores) => {
      await stores.models.activate(org, 'm1');
      await stores.auditLog.append(org, { at: Number.NaN, actor: 'cli', act: 'model.activate', subject: 'm1' });
    });
    await expect(halfWay).rejects.toThrow();
    expect(await storage.models.findActive(org)).toBeUndefined();
    expect(await storage.auditLog.list(org, 10)).toEqual([]);
  });
});
