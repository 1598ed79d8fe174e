import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiKeys, RenewedApiKey } from '@leadlight/contract';
import { openStorage, type Storage } from '@leadlight/storage';
import { createApiKey, KEY_SCOPES, RENEWAL_OVERLAP_MS, type NewKey } from '@leadlight/workflows';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startService, type RunningService } from './compose.ts';
import { parseServiceSettings } from './service-settings.ts';

const ORG = '00D000000000001EAA';
const clock = { now: () => Date.now() };

describe('renewing a key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-renewal-'));
  const log: string[] = [];
  let storage: Storage;
  let service: RunningService;
  let admin: NewKey;
  let scoring: NewKey;

  beforeAll(async () => {
    storage = await openStorage({ folder });
    const settings = parseServiceSettings(['--port', '0', '--folder', folder], {})!;
    service = await startService(settings, pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }));
  });
  beforeEach(async () => {
    const ports = { ...storage, clock };
    admin = await createApiKey(ports, ORG, 'administration', { scopes: KEY_SCOPES });
    scoring = await createApiKey(ports, ORG, 'scoring', { expiresAt: clock.now() + 30 * 24 * 3_600_000 });
  });
  afterAll(async () => {
    await service.stop();
    await storage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (key: string, method: string, path: string) =>
    fetch(service.url + path, { method, headers: { authorization: `Bearer ${key}` } });
  const renew = (id: string, key = admin.key) => send(key, 'POST', `/v1/keys/${id}/renew`);
  const renewed = async (id: string, key = admin.key) => {
    const response = await renew(id, key);
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return RenewedApiKey.parse(await response.json());
  };
  const list = async (key = admin.key) => ApiKeys.parse(await (await send(key, 'GET', '/v1/keys')).json()).keys;
  const call = async (key: string) => (await send(key, 'GET', '/v1/models')).status;
  const stored = async (id: string) => (await storage.apiKeys.list(ORG)).find((entry) => entry.id === id)!;

  it('lists the keys of the org with the caller’s, and no secret', async () => {
    const keys = await list();
    expect(keys.find(({ isCaller }) => isCaller)?.keyId).toBe(admin.entry.id);
    expect(keys.find(({ keyId }) => keyId === scoring.entry.id)).toMatchObject({
      name: 'scoring',
      scopes: ['score', 'read'],
      used: true,
      replaces: null,
    });
    expect(JSON.stringify(keys)).not.toMatch(/llk_/);
  });

  it('ends the old key a day after the first call with the new one, and not before', async () => {
    const successor = await renewed(scoring.entry.id);
    expect(successor).toMatchObject({ name: 'scoring', scopes: ['score', 'read'], used: false, isCaller: false });
    const lifetime = Date.parse(successor.expiresAt!) - Date.parse(successor.createdAt);
    expect(lifetime).toBe(scoring.entry.expiresAt! - scoring.entry.createdAt);
    expect((await stored(scoring.entry.id)).expiresAt).toBe(scoring.entry.expiresAt);

    const before = clock.now();
    expect(await call(successor.key)).toBe(200);
    const { expiresAt } = await stored(scoring.entry.id);
    expect(expiresAt).toBeGreaterThanOrEqual(before + RENEWAL_OVERLAP_MS);
    expect(expiresAt).toBeLessThanOrEqual(clock.now() + RENEWAL_OVERLAP_MS);
    expect(await call(scoring.key)).toBe(200);
    expect((await list()).find(({ keyId }) => keyId === successor.keyId)?.used).toBe(true);
    const acts = (await storage.auditLog.list(ORG, 2)).map(({ act, subject, actor }) => [act, subject, actor]);
    expect(acts).toEqual([
      ['key.replace', scoring.entry.id, `api:${successor.keyId}`],
      ['key.renew', scoring.entry.id, `api:${admin.entry.id}`],
    ]);
  });

  it('ends nothing if the new key never arrives, and the next renewal starts from the old key again', async () => {
    const lost = await renewed(scoring.entry.id);
    const successor = await renewed(scoring.entry.id);
    expect(await call(successor.key)).toBe(200);
    expect((await stored(lost.keyId)).expiresAt).toBe(Date.parse(lost.expiresAt!));
    expect((await stored(scoring.entry.id)).expiresAt).toBeLessThan(scoring.entry.expiresAt!);
    // The key that was thought lost is in use after all: it replaces the one that is in use now.
    expect(await call(lost.key)).toBe(200);
    expect((await stored(successor.keyId)).expiresAt).toBeLessThan(Date.parse(successor.expiresAt!));
  });

  it('ends every predecessor of a key that was renewed before it was called with', async () => {
    const first = await renewed(scoring.entry.id);
    const second = await renewed(first.keyId);
    expect(await call(second.key)).toBe(200);
    for (const id of [scoring.entry.id, first.keyId]) {
      expect((await stored(id)).expiresAt).toBeLessThan(scoring.entry.expiresAt!);
    }
  });

  it('renews the key of the request itself, which stays valid', async () => {
    const successor = await renewed(admin.entry.id);
    expect(successor.expiresAt).toBeNull();
    expect((await list(successor.key)).find(({ isCaller }) => isCaller)?.keyId).toBe(successor.keyId);
    expect(await call(admin.key)).toBe(200);
  });

  it('rejects an unknown, an ended and a replaced key, and one that may do more than the caller', async () => {
    const successor = await renewed(scoring.entry.id);
    await call(successor.key);
    const ended = await createApiKey({ ...storage, clock }, ORG, 'ended', { expiresAt: clock.now() - 1 });
    for (const id of ['key_0123456789abcdef', ended.entry.id, scoring.entry.id]) {
      expect([(await renew(id)).status, await (await renew(id)).json()]).toMatchObject([
        404,
        { type: '/problems/key-not-found' },
      ]);
    }
    const few = await createApiKey({ ...storage, clock }, ORG, 'few', { scopes: ['admin'] });
    const rejected = await renew(admin.entry.id, few.key);
    expect([rejected.status, await rejected.json()]).toMatchObject([
      403,
      { detail: 'This needs the scopes of that key: score, read.' },
    ]);
  });

  it('writes no key to the log of the service, the audit log or the stored responses', async () => {
    const response = await fetch(`${service.url}/v1/keys/${scoring.entry.id}/renew`, {
      method: 'POST',
      headers: { authorization: `Bearer ${admin.key}`, 'idempotency-key': 'once' },
    });
    const { key } = RenewedApiKey.parse(await response.json());
    expect(response.headers.has('idempotency-replayed')).toBe(false);
    const repeated = RenewedApiKey.parse(await (await renew(scoring.entry.id)).json());
    expect(repeated.key).not.toBe(key);
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('') + JSON.stringify(await storage.auditLog.list(ORG, 1_000))).not.toMatch(/llk_/);
  });
});
