import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from '../testing/free-port.ts';
import { runInProcess } from '../testing/run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-connection-'));
const NO_CONNECTION = { LEADLIGHT_SF_LOGIN_URL: '', LEADLIGHT_SF_CLIENT_ID: '', LEADLIGHT_SF_CLIENT_SECRET: '' };
const [earlier, current] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
let sandbox: AppProcess<SandboxReady>;
let storage: Storage;
let orgId: string;

/** Runs a command with these keys, without a connection in the environment by default. */
const leadlight = (args: string, keys: readonly string[], connection: NodeJS.ProcessEnv = NO_CONNECTION) =>
  runInProcess([...args.split(' '), '--folder', folder], { ...connection, LEADLIGHT_SECRET_KEYS: keys.join(',') });

beforeAll(async () => {
  storage = await openStorage({ folder });
  sandbox = await startSandboxOrg({ folder, orgPort: await freePort(), leads: 50, seed: 3 });
});
afterAll(async () => {
  await sandbox.stop();
  await storage.close();
  rmSync(folder, { recursive: true, force: true });
});

const rows = () => storage.db.withoutPlugins().selectFrom('secret').selectAll().execute();

describe('leadlight connection', () => {
  it('saves the connection of the environment sealed, after it signed in', async () => {
    const { listening, clientId, clientSecret } = sandbox.ready;
    const sandboxConnection = {
      LEADLIGHT_SF_LOGIN_URL: listening,
      LEADLIGHT_SF_CLIENT_ID: clientId,
      LEADLIGHT_SF_CLIENT_SECRET: clientSecret,
    };
    const rejected = await leadlight('connection save', [earlier], {
      ...sandboxConnection,
      LEADLIGHT_SF_CLIENT_SECRET: 'wrong',
    });
    expect([rejected.code, await rows()]).toEqual([1, []]);
    const withoutKey = await leadlight('connection save', [], sandboxConnection);
    expect([withoutKey.code, withoutKey.stderr]).toEqual([1, expect.stringContaining('openssl rand -base64 32')]);
    const saved = await leadlight('connection save --json', [earlier], sandboxConnection);
    orgId = (JSON.parse(saved.stdout) as { orgId: string }).orgId;
    const [row] = await rows();
    expect(row).toMatchObject({ org_id: orgId, name: 'salesforce' });
    expect(row!.sealed.includes(clientSecret)).toBe(false);
    expect(await storage.auditLog.list(orgId, 1)).toMatchObject([{ act: 'connection.save', subject: 'salesforce' }]);
  });

  it('is used by commands that find no other connection, and only with its key', async () => {
    const synced = await leadlight('sync', [earlier]);
    expect([synced.code, synced.stderr]).toEqual([0, expect.anything()]);
    expect((await leadlight('sync', [])).stderr).toMatch(/^No org is connected/);
    expect((await leadlight('sync', [current])).stderr).toContain('which is not configured');
  });

  it('is sealed again with another key, so that the earlier key can be removed', async () => {
    expect((await leadlight('connection reseal', [current, earlier])).code).toBe(0);
    const doctor = await leadlight('doctor --json', [current]);
    expect(JSON.parse(doctor.stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'ok' })]));
    expect((await leadlight('sync', [earlier])).stderr).toContain('which is not configured');
  });

  it('is forgotten by "connection forget"', async () => {
    expect((await leadlight('connection forget', [current])).code).toBe(0);
    expect(await rows()).toEqual([]);
    expect((await leadlight('connection forget', [current])).stderr).toContain(`No connection to org ${orgId}`);
    expect((await storage.auditLog.list(orgId, 2)).map(({ act }) => act)).toEqual([
      'connection.forget',
      'secrets.reseal',
    ]);
  });
});
