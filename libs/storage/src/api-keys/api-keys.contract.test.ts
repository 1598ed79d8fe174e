import type { ApiKeyEntry } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

let keys = 0;
const keyOf = (orgId: string, over: Partial<ApiKeyEntry> = {}): ApiKeyEntry => ({
  id: `key_${orgId}_${keys++}`,
  orgId,
  name: 'Scoring',
  scopes: ['score', 'read'],
  createdAt: 1_000,
  expiresAt: null,
  revokedAt: null,
  replaces: null,
  provedAt: null,
  objects: ['Lead'],
  ...over,
});

describeOnEveryDatabase('API keys', (given) => {
  it('finds a key by its hash, with its org, scopes and expiry, and by no other hash', async () => {
    const { storage, newOrg } = given();
    const key = keyOf(newOrg(), { scopes: ['admin'], expiresAt: 9_000 });
    await storage.apiKeys.add(key, `hash of ${key.id}`);
    expect(await storage.apiKeys.findByHash(`hash of ${key.id}`)).toEqual(key);
    expect(await storage.apiKeys.findByHash('another')).toBeUndefined();
  });

  it('lets an org list and revoke only its own keys', async () => {
    const { storage, newOrg } = given();
    const [mine, theirs] = [keyOf(newOrg()), keyOf(newOrg())];
    for (const key of [mine, theirs]) await storage.apiKeys.add(key, `hash of ${key.id}`);
    expect(await storage.apiKeys.list(mine.orgId)).toEqual([mine]);
    expect(await storage.apiKeys.revoke(mine.orgId, theirs.id, 2_000)).toBe(false);
    expect(await storage.apiKeys.expire(mine.orgId, theirs.id, 2_000)).toBe(false);
    expect(await storage.apiKeys.list(theirs.orgId)).toEqual([theirs]);
  });

  it('records the first call with a key that replaces another, once, and with no other key', async () => {
    const { storage, newOrg } = given();
    const old = keyOf(newOrg());
    const successor = keyOf(old.orgId, { replaces: old.id });
    for (const key of [old, successor]) await storage.apiKeys.add(key, `hash of ${key.id}`);
    expect(await storage.apiKeys.prove(old.orgId, old.id, 2_000)).toBe(false);
    expect(await storage.apiKeys.prove(newOrg(), successor.id, 2_000)).toBe(false);
    expect(await storage.apiKeys.prove(old.orgId, successor.id, 2_000)).toBe(true);
    expect(await storage.apiKeys.prove(old.orgId, successor.id, 3_000)).toBe(false);
    expect(await storage.apiKeys.findByHash(`hash of ${successor.id}`)).toEqual({ ...successor, provedAt: 2_000 });
  });

  it('sets the objects whose records a key may see', async () => {
    const { storage, newOrg } = given();
    const key = keyOf(newOrg());
    await storage.apiKeys.add(key, `hash of ${key.id}`);
    expect(await storage.apiKeys.allowObjects(newOrg(), key.id, ['Lead', 'Case'])).toBe(false);
    expect((await storage.apiKeys.list(key.orgId))[0]?.objects).toEqual(['Lead']);
    expect(await storage.apiKeys.allowObjects(key.orgId, key.id, ['Lead', 'Account'])).toBe(true);
    expect((await storage.apiKeys.findByHash(`hash of ${key.id}`))?.objects).toEqual(['Lead', 'Account']);
  });

  it('keeps the time of the first revocation', async () => {
    const { storage, newOrg } = given();
    const key = keyOf(newOrg());
    await storage.apiKeys.add(key, `hash of ${key.id}`);
    expect(await storage.apiKeys.revoke(key.orgId, key.id, 2_000)).toBe(true);
    expect(await storage.apiKeys.revoke(key.orgId, key.id, 3_000)).toBe(true);
    expect((await storage.apiKeys.list(key.orgId))[0]?.revokedAt).toBe(2_000);
  });

  it('sets an expiry, brings it forward, and never postpones it', async () => {
    const { storage, newOrg } = given();
    const key = keyOf(newOrg());
    await storage.apiKeys.add(key, `hash of ${key.id}`);
    for (const at of [5_000, 4_000, 6_000]) expect(await storage.apiKeys.expire(key.orgId, key.id, at)).toBe(true);
    expect((await storage.apiKeys.list(key.orgId))[0]?.expiresAt).toBe(4_000);
  });

  it('returns a token with the current state of its key', async () => {
    const { storage, newOrg } = given();
    const key = keyOf(newOrg());
    await storage.apiKeys.add(key, `hash of ${key.id}`);
    const token = { orgId: key.orgId, keyId: key.id, scopes: ['score'] as const, expiresAt: 5_000 };
    await storage.accessTokens.add(token, `token of ${key.id}`, 1_000);
    await storage.apiKeys.revoke(key.orgId, key.id, 2_000);
    const found = await storage.accessTokens.findByHash(`token of ${key.id}`);
    expect(found).toEqual({ token, key: { ...key, revokedAt: 2_000 } });
    expect(await storage.accessTokens.findByHash('another')).toBeUndefined();
  });

  it('removes expired tokens when the next one is added', async () => {
    const { storage, newOrg } = given();
    const key = keyOf(newOrg());
    await storage.apiKeys.add(key, `hash of ${key.id}`);
    const token = { orgId: key.orgId, keyId: key.id, scopes: ['score'] as const };
    await storage.accessTokens.add({ ...token, expiresAt: 2_000 }, `first of ${key.id}`, 1_000);
    await storage.accessTokens.add({ ...token, expiresAt: 9_000 }, `second of ${key.id}`, 2_000);
    expect(await storage.accessTokens.findByHash(`first of ${key.id}`)).toBeUndefined();
    expect(await storage.accessTokens.findByHash(`second of ${key.id}`)).toBeDefined();
  });
});

describeOnEveryDatabase('audit log', (given) => {
  it('lists only the org’s own actions, newest first', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const acts = ['key.create', 'key.rotate', 'key.revoke'].map((act, at) => ({
      at,
      actor: 'cli',
      act,
      subject: 'key_1',
    }));
    for (const entry of acts) await storage.auditLog.append(org, entry);
    await storage.auditLog.append(newOrg(), { at: 9, actor: 'cli', act: 'key.create', subject: 'key_2' });
    expect(await storage.auditLog.list(org, 2)).toEqual(acts.toReversed().slice(0, 2));
  });
});
