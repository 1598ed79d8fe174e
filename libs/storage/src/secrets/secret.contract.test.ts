import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeOnEveryDatabase } from '../testing/every-database.ts';
import { sealingKey } from './sealing.ts';
import { secretRepository } from './secret.repository.ts';

const newKey = () => sealingKey(randomBytes(32).toString('base64'));

describeOnEveryDatabase('secrets', (given) => {
  it('returns a secret as it was stored, and the row does not reveal it', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const secrets = secretRepository(storage.db, [newKey()]);
    await secrets.put(org, 'client', 'pässword');
    await secrets.put(org, 'client', 'pässword 2');
    expect(await secrets.find(org, 'client')).toBe('pässword 2');
    const row = await storage.db.selectFrom('secret').selectAll().where('org_id', '=', org).executeTakeFirstOrThrow();
    expect(row.sealed.includes('ssword')).toBe(false);
    expect(await secrets.remove(org, 'client')).toBe(true);
    expect(await secrets.remove(org, 'client')).toBe(false);
    expect(await secrets.find(org, 'client')).toBeUndefined();
  });

  it('lists the orgs that have a secret of a name', async () => {
    const { storage, newOrg } = given();
    const [first, second] = [newOrg(), newOrg()];
    const name = `of ${first}`;
    const secrets = secretRepository(storage.db, [newKey()]);
    for (const org of [first, second]) await secrets.put(org, name, 'mine');
    expect(await secrets.orgsWith(name)).toEqual([first, second].toSorted());
    expect(await secrets.orgsWith('another')).toEqual([]);
  });

  it('opens secrets of a former key until everything is resealed', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const [former, current] = [newKey(), newKey()];
    await secretRepository(storage.db, [former]).put(org, 'client', 'old');
    const both = secretRepository(storage.db, [current, former]);
    await both.put(org, 'webhook', 'new');
    expect(await both.find(org, 'client')).toBe('old');
    expect(await both.reseal(org)).toBe(1);
    expect(await both.reseal(org)).toBe(0);
    expect(await secretRepository(storage.db, [current]).find(org, 'client')).toBe('old');
  });

  it('throws secret_key_missing without the key of a secret, and without any key', async () => {
    const { storage, newOrg } = given();
    const org = newOrg();
    const key = newKey();
    await secretRepository(storage.db, [key]).put(org, 'client', 'old');
    const facts = { name: 'client', keyId: key.id };
    await expect(secretRepository(storage.db, [newKey()]).find(org, 'client')).rejects.toMatchObject({
      code: 'secret_key_missing',
      facts,
    });
    await expect(secretRepository(storage.db, []).put(org, 'x', 'y')).rejects.toMatchObject({
      facts: { keyId: null },
    });
  });

  it('throws secret_altered for a secret that was altered or moved to another org', async () => {
    const { storage, newOrg } = given();
    const [org, other] = [newOrg(), newOrg()];
    const secrets = secretRepository(storage.db, [newKey()]);
    await secrets.put(org, 'client', 'mine');
    expect(await secrets.find(other, 'client')).toBeUndefined();
    const row = await storage.db.selectFrom('secret').selectAll().where('org_id', '=', org).executeTakeFirstOrThrow();
    await storage.db
      .insertInto('secret')
      .values({ ...row, org_id: other })
      .execute();
    await expect(secrets.find(other, 'client')).rejects.toMatchObject({ code: 'secret_altered' });
    const flipped = Buffer.from(row.sealed);
    flipped.writeUInt8(flipped.readUInt8(14) ^ 1, 14);
    await storage.db.updateTable('secret').set({ sealed: flipped }).where('org_id', '=', org).execute();
    await expect(secrets.find(org, 'client')).rejects.toMatchObject({ code: 'secret_altered' });
  });

  it('rejects a key of another length', () => {
    expect(() => sealingKey(randomBytes(16).toString('base64'))).toThrow(/16 bytes instead of 32/);
  });
});
