import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { runCli } from '../testing/run-cli.ts';
import { startServe } from '../testing/start-serve.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-serve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Nothing listens on this port: every attempt fails at once and is repeated later. */
const CONNECTED = {
  LEADLIGHT_SF_LOGIN_URL: 'http://127.0.0.1:9',
  LEADLIGHT_SF_CLIENT_ID: 'id',
  LEADLIGHT_SF_CLIENT_SECRET: 'secret',
};
const NOT_CONNECTED = { LEADLIGHT_SF_LOGIN_URL: '', LEADLIGHT_SF_CLIENT_ID: '', LEADLIGHT_SF_CLIENT_SECRET: '' };

describe('leadlight serve', () => {
  it('only answers requests as an API, connected or not', async () => {
    const port = await freePort();
    const { ready, stop } = await startServe(['--folder', folder, '--role', 'api', '--port', String(port)], CONNECTED);
    expect(ready.listening).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${ready.listening}/readyz`)).status).toBe(200);
    expect(await stop()).toBe(0);
  });

  it('listens on no port as a worker, and stops on SIGTERM', async () => {
    const { ready, stop } = await startServe(['--folder', folder, '--role', 'worker'], CONNECTED);
    expect(ready).toEqual({ role: 'worker', schedule: true, follow: true, orgs: [] });
    expect(await stop()).toBe(0);
  });

  it('fails as a worker without a connected org', async () => {
    const { code, stderr } = await runCli(['serve', '--role', 'worker', '--folder', folder], NOT_CONNECTED);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^No org is connected\..*\nSee docs\/errors\.md#not_connected\n$/),
    ]);
  });

  it('rejects an unknown role', async () => {
    const { code, stderr } = await runCli(['serve', '--role', 'ruler', '--folder', folder], NOT_CONNECTED);
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining('both, api, worker')]);
  });
});
