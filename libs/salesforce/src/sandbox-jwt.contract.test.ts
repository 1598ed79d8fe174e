import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectSalesforce } from './connection/connect.ts';
import { queryRows } from './query/query.ts';
import { recordedTiming } from './testing/fixture-org.ts';
import { startSandboxOrg, type SandboxOrg } from './testing/sandbox-org.ts';

let org: SandboxOrg;
let folder: string;
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const { privateKey, publicKey } = pair();
const pemOf = (key: typeof privateKey) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadlight-jwt-'));
  const certificate = join(folder, 'app.pem');
  await writeFile(certificate, publicKey.export({ type: 'spki', format: 'pem' }));
  org = await startSandboxOrg(5, '--jwt-certificate', certificate, '--session-seconds', '3600');
});
afterAll(async () => {
  await org?.close();
  await rm(folder, { recursive: true, force: true });
});

const signedIn = async (key: typeof privateKey, now?: () => number) => {
  const { loginUrl, clientId } = org.options;
  const [user] = await queryRows(await org.connect(), 'SELECT Username FROM User WHERE IsActive = true LIMIT 1');
  const credentials = { clientId, username: String(user?.Username), privateKey: pemOf(key) };
  return connectSalesforce({ loginUrl, ...credentials, timing: recordedTiming(), now });
};

describe('connectSalesforce by JWT bearer in the sandbox org', () => {
  it('signs in with the key and reads', async () => {
    const connection = await signedIn(privateKey);
    expect(connection.orgId).toBe(org.orgId);
    expect(await queryRows(connection, 'SELECT Id FROM Lead LIMIT 1')).toHaveLength(1);
  });

  it('rejects another key', async () => {
    await expect(signedIn(pair().privateKey)).rejects.toMatchObject({ code: 'credentials_rejected' });
  });

  it('signs in with a clock that is ahead: the org accepts a time of expiry far ahead', async () => {
    const connection = await signedIn(privateKey, () => Date.now() + 3_600_000);
    expect(await queryRows(connection, 'SELECT Id FROM Lead LIMIT 1')).toHaveLength(1);
  });

  it.each([-3_600_000, -120_000])('reports clock skew of %i ms', async (ms) => {
    await expect(signedIn(privateKey, () => Date.now() + ms)).rejects.toMatchObject({ code: 'clock_skew' });
  });

  it.each([-80_000, 80_000])('signs in with a clock skew of %i ms', async (ms) => {
    expect((await signedIn(privateKey, () => Date.now() + ms)).orgId).toBe(org.orgId);
  });
});
