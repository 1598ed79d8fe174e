import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from '../testing/free-port.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-connection-'));
const UNNAMED = { LEADLIGHT_SF_LOGIN_URL: '', LEADLIGHT_SF_CLIENT_ID: '', LEADLIGHT_SF_CLIENT_SECRET: '' };
const [former, current] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
let sandbox: AppProcess<SandboxReady>;
let storage: Storage;
let orgId: string;

/** With the keys given and a connection only where it is named. */
const leadlight = (args: string, keys: readonly string[], named: NodeJS.ProcessEnv = UNNAMED) =>
  runCli([...args.split(' '), '--folder', folder], { ...named, LEADLIGHT_SECRET_KEYS: keys.join(',') });

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
  test('keeps what the environment names, sealed, after it was tried', async () => {
    const { listening, clientId, clientSecret } = sandbox.ready;
    const named = {
      LEADLIGHT_SF_LOGIN_URL: listening,
      LEADLIGHT_SF_CLIENT_ID: clientId,
      LEADLIGHT_SF_CLIENT_SECRET: clientSecret,
    };
    const wrong = await leadlight('connection keep', [former], { ...named, LEADLIGHT_SF_CLIENT_SECRET: 'wrong' });
    expect([wrong.code, await rows()]).toEqual([1, []]);
    const keyless = await leadlight('connection keep', [], named);
    expect([keyless.code, keyless.stderr]).toEqual([1, expect.stringContaining('openssl rand -base64 32')]);
    const kept = await leadlight('connection keep --json', [former], named);
    orgId = (JSON.parse(kept.stdout) as { orgId: string }).orgId;
    const [row] = await rows();
    expect(row).toMatchObject({ org_id: orgId, name: 'salesforce' });
    expect(row!.sealed.includes(clientSecret)).toBe(false);
    expect(await storage.auditLog.list(orgId, 1)).toMatchObject([{ act: 'connection.keep', subject: 'salesforce' }]);
  });

  test('is what a command uses that finds no other, and no command without its key', async () => {
    const synced = await leadlight('sync', [former]);
    expect([synced.code, synced.stderr]).toEqual([0, expect.anything()]);
    expect((await leadlight('sync', [])).stderr).toMatch(/^No org is connected/);
    expect((await leadlight('sync', [current])).stderr).toContain('which is not at hand');
  });

  test('is sealed anew with another key, so that the former one can be put away', async () => {
    expect((await leadlight('connection reseal', [current, former])).code).toBe(0);
    const doctor = await leadlight('doctor --json', [current]);
    expect(JSON.parse(doctor.stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ state: 'ok' })]));
    expect((await leadlight('sync', [former])).stderr).toContain('which is not at hand');
  });

  test('is forgotten when asked', async () => {
    expect((await leadlight('connection forget', [current])).code).toBe(0);
    expect(await rows()).toEqual([]);
    expect((await leadlight('connection forget', [current])).stderr).toContain(`No connection to org ${orgId}`);
    expect((await storage.auditLog.list(orgId, 2)).map(({ act }) => act)).toEqual([
      'connection.forget',
      'secrets.reseal',
    ]);
  });
});
