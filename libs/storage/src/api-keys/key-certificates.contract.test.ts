import type { ApiKeyEntry, KeyCertificate } from '@leadlight/workflows';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';

let keys = 0;
const keyOf = (orgId: string): ApiKeyEntry => ({
  id: `key_of_${orgId}_${keys++}`,
  orgId,
  name: 'Salesforce',
  scopes: ['score'],
  createdAt: 1_000,
  expiresAt: null,
  revokedAt: null,
  replaces: null,
  provedAt: null,
  objects: ['Lead'],
});
const certificate = (fingerprint: string, endsAt = 9_000): KeyCertificate => ({
  fingerprint,
  publicKey: `public key of ${fingerprint}`,
  audience: 'https://scoring.example.com',
  startsAt: 500,
  endsAt,
});

describeOnEveryDatabase('key certificates', (given) => {
  const newKey = async () => {
    const { storage, newOrg } = given();
    const key = keyOf(newOrg());
    await storage.apiKeys.add(key, `hash of ${key.id}`);
    return { key, certificates: storage.keyCertificates, newOrg };
  };

  it('finds a key with its certificates, the newest first', async () => {
    const { key, certificates } = await newKey();
    expect(await certificates.find(key.orgId, key.id)).toEqual({ key, certificates: [] });
    await certificates.add(key.orgId, key.id, certificate('old'), 1_000);
    await certificates.add(key.orgId, key.id, certificate('new'), 2_000);
    const found = [certificate('new'), certificate('old')];
    expect(await certificates.find(key.orgId, key.id)).toEqual({ key, certificates: found });
  });

  it('updates the expiry of a certificate that is added again', async () => {
    const { key, certificates } = await newKey();
    for (const endsAt of [3_000, 8_000]) await certificates.add(key.orgId, key.id, certificate('one', endsAt), 1_000);
    expect((await certificates.find(key.orgId, key.id))?.certificates).toEqual([certificate('one', 8_000)]);
  });

  it('expires the other certificates after an overlap, and postpones no expiry', async () => {
    const { key, certificates } = await newKey();
    for (const [at, name] of ['first', 'second', 'third'].entries()) {
      await certificates.add(key.orgId, key.id, certificate(name, name === 'first' ? 4_000 : 9_000), at);
    }
    await certificates.expireOthers(key.orgId, key.id, 'third', 5_000);
    const found = await certificates.find(key.orgId, key.id);
    expect(found?.certificates.map(({ fingerprint, endsAt }) => [fingerprint, endsAt])).toEqual([
      ['third', 9_000],
      ['second', 5_000],
      ['first', 4_000],
    ]);
  });

  it('does not let one org find, add or expire certificates of another', async () => {
    const { key, certificates, newOrg } = await newKey();
    const other = newOrg();
    await certificates.add(other, key.id, certificate('theirs'), 1_000);
    await certificates.add(key.orgId, key.id, certificate('mine'), 1_000);
    await certificates.expireOthers(other, key.id, 'none', 1_000);
    expect(await certificates.find(other, key.id)).toBeUndefined();
    expect((await certificates.find(key.orgId, key.id))?.certificates).toEqual([certificate('mine')]);
  });
});

describeOnEveryDatabase('used assertions', (given) => {
  it('accepts an id once per key, even from concurrent callers', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const use = (keyId: string, id: string) => storage.usedAssertions.use(org, keyId, id, 9_000, 1_000);
    const all = await Promise.all(Array.from({ length: 6 }, () => use('k1', 'a')));
    expect(all.filter(Boolean)).toHaveLength(1);
    expect([await use('k2', 'a'), await use('k1', 'b'), await use('k1', 'a')]).toEqual([true, true, false]);
    expect(await storage.usedAssertions.use(newOrg(), 'k1', 'a', 9_000, 1_000)).toBe(true);
  });

  it('forgets an id when its JWT has expired', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    await storage.usedAssertions.use(org, 'k', 'a', 5_000, 1_000);
    expect(await storage.usedAssertions.use(org, 'k', 'a', 9_000, 4_999)).toBe(false);
    expect(await storage.usedAssertions.use(org, 'k', 'a', 9_000, 5_000)).toBe(true);
  });
});
