import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DAY_MS } from '@leadlight/common';
import { openStorage, type Storage } from '@leadlight/storage';
import { hashApiKey } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from '../testing/run-in-process.ts';

const certificate = (name: string): string =>
  fileURLToPath(new URL(`../testing/certificates/${name}.crt`, import.meta.url));

const ORG = '00D000000000001EAA';
const folder = mkdtempSync(join(tmpdir(), 'leadlight-keys-'));
const keys = (...args: readonly string[]) => runInProcess(['keys', ...args, '--folder', folder, '--org', ORG], {});
let storage: Storage;

beforeAll(async () => {
  storage = await openStorage({ folder });
});
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

interface CreatedKey {
  readonly key: string;
  readonly id: string;
}
const createdBy = async (...args: readonly string[]) =>
  JSON.parse((await keys(...args, '--json')).stdout) as CreatedKey;

describe('leadlight keys', () => {
  it('creates a key with its scopes and its expiry', async () => {
    const { key } = await createdBy('create', '--name', 'a', '--scopes', 'read', '--expires-in-days', '7');
    const entry = await storage.apiKeys.findByHash(hashApiKey(key));
    expect(entry).toMatchObject({ orgId: ORG, scopes: ['read'], revokedAt: null });
    expect((entry!.expiresAt! - entry!.createdAt) / DAY_MS).toBeCloseTo(7, 3);
  });

  it('rotates a key to a successor with its scopes, and the old key stays valid for the overlap', async () => {
    const old = await createdBy('create', '--name', 'b', '--scopes', 'score,admin');
    const { key, id } = await createdBy('rotate', old.id, '--overlap-hours', '2');
    expect(id).not.toBe(old.id);
    const [before, after] = [
      await storage.apiKeys.findByHash(hashApiKey(old.key)),
      await storage.apiKeys.findByHash(hashApiKey(key)),
    ];
    expect(after).toMatchObject({ name: 'b', scopes: ['score', 'admin'], expiresAt: null });
    expect((before!.expiresAt! - after!.createdAt) / 3_600_000).toBeCloseTo(2, 2);
    const acts = await storage.auditLog.list(ORG, 2);
    expect(acts.map(({ act, subject }) => [act, subject])).toEqual([
      ['key.rotate', old.id],
      ['key.create', old.id],
    ]);
  });

  it('rejects unknown scopes and unknown keys', async () => {
    const unknownScope = await keys('create', '--name', 'c', '--scopes', 'everything');
    expect([unknownScope.code === 0, unknownScope.stderr]).toEqual([
      false,
      expect.stringContaining('score, read, admin'),
    ]);
    const unknownKey = await keys('rotate', 'key_none');
    expect([unknownKey.code === 0, unknownKey.stderr]).toEqual([false, expect.stringContaining('keys list')]);
  });

  it('trusts a certificate instead of a key, and replaces it after an overlap', async () => {
    const audience = ['--audience', 'https://scoring.example.com'];
    const first = await createdBy('trust', certificate('rsa-2048'), '--name', 'salesforce', ...audience);
    expect(first.key).toBeUndefined();
    const second = await createdBy(
      'trust',
      certificate('rsa-2048-next'),
      '--key',
      first.id,
      '--overlap-hours',
      '2',
      ...audience,
    );
    expect(second.id).toBe(first.id);
    const found = await storage.keyCertificates.find(ORG, first.id);
    expect(found?.certificates.map(({ audience: aud }) => aud)).toEqual(Array(2).fill('https://scoring.example.com'));
    const [next, earlier] = found!.certificates.map(({ endsAt }) => (endsAt - Date.now()) / 3_600_000);
    expect(next).toBeGreaterThan(24 * 365);
    expect(earlier).toBeCloseTo(2, 1);
    expect((await storage.auditLog.list(ORG, 2)).map(({ act, subject }) => [act, subject])).toEqual([
      ['key.certificate', first.id],
      ['key.create', first.id],
    ]);
  });

  it('records what was done in the audit log', async () => {
    const { id } = await createdBy('create', '--name', 'audited');
    const listed = await runInProcess(['audit', '--limit', '1', '--json', '--folder', folder, '--org', ORG], {});
    expect(JSON.parse(listed.stdout)).toMatchObject([{ actor: 'cli', act: 'key.create', subject: id }]);
  });

  it.each([
    ['a missing file', ['none.crt', '--name', 'x'], 'Check the path'],
    ['a file without a certificate', [import.meta.filename, '--name', 'x'], 'neither PEM nor DER'],
    ['an unknown key', [certificate('rsa-2048'), '--key', 'key_none'], 'keys list'],
    ['neither a name nor a key', [certificate('rsa-2048')], '--name for a new key'],
  ])('rejects %s', async (_, args, message) => {
    const { code, stderr } = await keys('trust', ...args, '--audience', 'https://a.example');
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});
