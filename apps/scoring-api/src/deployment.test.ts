import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { environmentValue } from '@leadlight/common';
import { openStorage } from '@leadlight/storage';
import { findPostgresBin, startPostgresCluster, type PostgresCluster } from '@leadlight/storage/testing';
import { createApiKey } from '@leadlight/workflows';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MAX_SCORES_BODY_BYTES } from './http/body-limits.ts';
import { testModel } from './testing/test-model.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const OPERATING = '../../../docs/operating';
const ORG = '00D000000000001EAA';
const clock = { now: () => Date.now() };

const isThere = (command: string): boolean => {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const bin = findPostgresBin();
const able = bin !== undefined && isThere('caddy') && isThere('pg_dump');
if (!able) {
  if (environmentValue(process.env, 'LEADLIGHT_REQUIRE_ALL'))
    throw new Error('LEADLIGHT_REQUIRE_ALL is 1, and no Caddy or no PostgreSQL was found.');
  process.stdout.write('skipped: no Caddy or no PostgreSQL\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The files of docs/operating, used as an operator uses them, on loopback with a local certificate authority. */
describe.skipIf(!able)('the deployment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-deploy-'));
  const children: ChildProcess[] = [];
  let cluster: PostgresCluster;
  let key: string;
  let port: number;

  const startApi = async (databaseUrl: string): Promise<{ child: ChildProcess; upstream: string }> => {
    const env = { ...process.env, DATABASE_URL: databaseUrl };
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    const child = spawn(process.execPath, [path('main.ts'), '--port', '0', '--folder', folder, '--drain-ms', '5000'], {
      env,
      stdio: [...stdio],
    });
    children.push(child);
    const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
    return { child, upstream: new URL((JSON.parse(line) as { listening: string }).listening).host };
  };

  const authority = join(folder, 'caddy', 'pki', 'authorities', 'local', 'root.crt');
  /** Sends a request by HTTPS that trusts the local certificate authority only. */
  const send = (route: string, body?: unknown): Promise<{ status: number; text: string; server: unknown }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', host: `localhost:${port}` };
      const options = {
        host: '127.0.0.1',
        port,
        path: route,
        servername: 'localhost',
        ca: readFileSync(authority),
        headers,
      };
      const req = request({ ...options, method: body ? 'POST' : 'GET', agent: false }, (res) => {
        let text = '';
        res.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text, server: res.headers.server }));
      });
      req.on('error', reject).end(body ? JSON.stringify(body) : undefined);
    });
  const score = () => send('/v1/scores', { leads: [{ leadId: 'a', fields: { LeadSource: 'Web' } }] });

  beforeAll(async () => {
    cluster = await startPostgresCluster(bin!);
    const storage = await openStorage({ databaseUrl: cluster.databaseUrl, folder });
    key = (await createApiKey({ ...storage, clock }, ORG, 'Scoring')).key;
    const { file, entry } = testModel(1);
    await storage.models.save(ORG, file, entry, true);
    await storage.close();
    const upstreams = [await startApi(cluster.databaseUrl), await startApi(cluster.databaseUrl)];
    port = await freePort();
    const env = {
      ...process.env,
      XDG_DATA_HOME: folder,
      LEADLIGHT_DOMAIN: `https://localhost:${port}`,
      LEADLIGHT_TLS: 'tls internal',
      LEADLIGHT_CADDY_OPTIONS: 'skip_install_trust\nauto_https disable_redirects',
      LEADLIGHT_UPSTREAMS: upstreams.map(({ upstream }) => upstream).join(' '),
    };
    children.push(
      spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', path(`${OPERATING}/Caddyfile`)], {
        env,
        stdio: 'ignore',
      }),
    );
    await vi.waitUntil(() => existsSync(authority), { timeout: 60_000 });
    const healthy = () =>
      send('/healthz').then(
        ({ status }) => status === 200,
        () => false,
      );
    await vi.waitUntil(healthy, { timeout: 60_000 });
  });

  afterAll(async () => {
    for (const child of children) {
      const exited = once(child, 'exit');
      if (child.kill('SIGKILL')) await exited;
    }
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has a Caddyfile that is valid for production', () => {
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      LEADLIGHT_DOMAIN: 'scoring.example.com',
      LEADLIGHT_UPSTREAMS: '127.0.0.1:4310 127.0.0.1:4311',
    };
    const args = ['validate', '--adapter', 'caddyfile', '--config', path(`${OPERATING}/Caddyfile`)];
    expect(() => execFileSync('caddy', args, { env, stdio: 'pipe' })).not.toThrow();
  });

  it('scores by HTTPS and exposes neither metrics nor readiness nor its software', async () => {
    expect((await score()).status).toBe(200);
    for (const route of ['/metrics', '/readyz', '/', '/.env']) expect((await send(route)).status, route).toBe(404);
    expect((await send('/healthz')).server).toBeUndefined();
  });

  it('passes bodies up to the limit of the service, which itself rejects larger ones', async () => {
    const leads = (bytes: number) => [{ leadId: 'a', fields: { Description: 'x'.repeat(bytes) } }];
    const overhead = JSON.stringify({ leads: leads(0) }).length;
    const statusAndType = async (bytes: number) => {
      const { status, text } = await send('/v1/scores', { leads: leads(bytes - overhead) });
      return [status, (JSON.parse(text) as { type?: string }).type];
    };
    // The body arrives whole, but one of its values is too long.
    expect(await statusAndType(MAX_SCORES_BODY_BYTES)).toEqual([400, '/problems/invalid-request']);
    expect(await statusAndType(MAX_SCORES_BODY_BYTES + 1)).toEqual([413, '/problems/body-too-large']);
  });

  it('stops one of two processes without a failed request', async () => {
    const statuses: number[] = [];
    let stopped = false;
    const callers = Array.from({ length: 4 }, async () => {
      while (!stopped || statuses.length < 200) statuses.push((await score()).status);
    });
    await expect.poll(() => statuses.length).toBeGreaterThan(20);
    children[0]!.kill('SIGTERM');
    await once(children[0]!, 'close');
    stopped = true;
    await Promise.all(callers);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('restores keys, models and log from a backup into an empty database, and rejects another database', async () => {
    const before = JSON.parse((await send('/v1/leads/a/scores?limit=5')).text) as { scores: unknown[] };
    expect(before.scores).toHaveLength(5);
    const run = (script: string, args: readonly string[], databaseUrl: string) =>
      execFileSync(path(`${OPERATING}/${script}`), args, {
        env: { ...process.env, DATABASE_URL: databaseUrl },
        stdio: 'pipe',
      });
    const file = run('backup.sh', [join(folder, 'backups')], cluster.databaseUrl)
      .toString()
      .trim();
    expect(() => run('restore.sh', [file], cluster.databaseUrl)).toThrow(/not empty/);
    execFileSync('psql', ['-c', 'create database restored', cluster.databaseUrl], { stdio: 'pipe' });
    const restored = cluster.databaseUrl.replace('/postgres?', '/restored?');
    run('restore.sh', [file], restored);
    const { upstream } = await startApi(restored);
    const response = await fetch(`http://${upstream}/v1/leads/a/scores?limit=5`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(await response.json()).toEqual(before);
  });
});
