import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { runCli } from '../testing/run-cli.ts';
import { startServe } from '../testing/start-serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-serve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nobody listens there: what is tried fails at once and is tried again later. */
const CONNECTED = {
  LEADLIGHT_SF_LOGIN_URL: 'http://127.0.0.1:9',
  LEADLIGHT_SF_CLIENT_ID: 'id',
  LEADLIGHT_SF_CLIENT_SECRET: 'secret',
};
const UNCONNECTED = { LEADLIGHT_SF_LOGIN_URL: '', LEADLIGHT_SF_CLIENT_ID: '', LEADLIGHT_SF_CLIENT_SECRET: '' };

describe('leadlight serve', () => {
  test('as an API answers and does nothing else, connected or not', async () => {
    const port = await freePort();
    const { ready, stop } = await startServe(['--folder', folder, '--role', 'api', '--port', String(port)], CONNECTED);
    expect(ready.listening).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${ready.listening}/readyz`)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  test('as a worker listens nowhere, and ends when it is asked to, whatever it is at', async () => {
    const { ready, stop } = await startServe(['--folder', folder, '--role', 'worker'], CONNECTED);
    expect(ready).toEqual({ role: 'worker', schedule: true, follow: true, orgs: [] });
    expect(await stop()).toBe(0);
  });

  test('as a worker has nothing to do without an org, and says so', async () => {
    const { code, stderr } = await runCli(['serve', '--role', 'worker', '--folder', folder], UNCONNECTED);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^No org is connected\..*\n$/)]);
  });

  test('refuses a role that is none', async () => {
    const { code, stderr } = await runCli(['serve', '--role', 'king', '--folder', folder], UNCONNECTED);
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('both, api, worker')]);
  });
});
