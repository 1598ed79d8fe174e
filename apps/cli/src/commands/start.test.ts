import { spawn } from 'node:child_process';
import { once as onceEvent } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../testing/free-port.ts';
import { runCli } from '../testing/run-cli.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/leadlight.mjs', import.meta.url));
/** Of one company, which the tests take further one after the other. */
const folder = mkdtempSync(join(tmpdir(), 'leadlight-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LEADS = '300';
const SCORED = 25;

const once = async (orgPort: number) =>
  runCli(['start', '--once', '--json', '--leads', LEADS, '--folder', folder, '--org-port', String(orgPort)]);

describe('leadlight start --once', () => {
  // Killed when the line of a step appears, that is, while the next step runs: training and write-back. Each start goes on where the
  // last one was killed; the kill rounds in bench/src/soak kill at any moment, and compare org, storage and score log.
  it('completes the whole pipeline, although it was killed while it trained and while it wrote, and writes its summary', async () => {
    const orgPort = await freePort();
    for (const step of ['sync', 'score']) await killAfter(step, orgPort);
    const completed = await once(orgPort);
    expect(completed.stderr).not.toMatch(/defect/);
    expect(completed.code).toBe(0);
    const summary = JSON.parse(completed.stdout);
    expect(summary.leads).toBeGreaterThanOrEqual(Number(LEADS));
    expect(summary.scored).toBeGreaterThan(SCORED);
    expect(summary.test.auc).toBeGreaterThan(0.6);
    expect(summary.apiCalls.used).toBeGreaterThan(0);

    // So that it can be followed.
    const connection = JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'));
    expect(connection.pubSubUrl).toMatch(/127\.0\.0\.1:\d+$/);

    const second = await once(orgPort);
    expect(second.code).toBe(0);
    expect(second.stderr).toMatch(/exists already/);
    expect(JSON.parse(second.stdout).leads).toBe(summary.leads);
  });

  it('rejects a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ran = await once(port);
    server.close();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(new RegExp(`${port}`));
    expect(ran.stderr).not.toMatch(/defect/);
  });
});

/** Starts the command and kills its whole process group, as a power failure would, when `step` is done. */
function killAfter(step: string, orgPort: number): Promise<void> {
  const child = spawn(
    process.execPath,
    [LAUNCHER, 'start', '--once', '--leads', LEADS, '--folder', folder, '--org-port', String(orgPort)],
    { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  return new Promise((resolve, reject) => {
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (stderr.split('\n').some((line) => line.startsWith(step))) process.kill(-child.pid!, 'SIGKILL');
    });
    child.once('close', (_, signal) =>
      signal === 'SIGKILL' ? resolve() : reject(new Error(`ended before "${step}":\n${stderr}`)),
    );
  });
}

describe('leadlight start', () => {
  it('serves the pages and works for its org: it follows changes, and the connection check is green', async () => {
    const [orgPort, pagePort, apiPort] = [await freePort(), await freePort(), await freePort()];
    const ports = { '--org-port': orgPort, '--page-port': pagePort, '--api-port': apiPort };
    const args = Object.entries(ports).flatMap(([name, port]) => [name, String(port)]);
    const child = spawn(process.execPath, [LAUNCHER, 'start', '--leads', LEADS, '--folder', folder, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = onceEvent(child, 'close');
    try {
      await lineOf(child.stderr, /^The best lead:/);
      expect((await fetch(`http://127.0.0.1:${pagePort}/`)).status).toBe(200);
      const key = readFileSync(join(folder, 'lead-page-admin.key'), 'utf8');
      const worker = async () => {
        const response = await fetch(`http://127.0.0.1:${apiPort}/v1/worker`, {
          headers: { authorization: `Bearer ${key}` },
        });
        return (await response.json()) as { level: string; followed: boolean };
      };
      await vi.waitUntil(async () => (await worker()).followed, { timeout: 300_000, interval: 500 });
      expect((await worker()).level).toBe('ok');
      expect(readFileSync(join(folder, 'logs/follower.log'), 'utf8')).not.toContain('No change events');
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  });
});

/** Resolves when a line of the stream matches. @throws where the stream ends before */
async function lineOf(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    if (pattern.test(line)) return line;
    lines.push(line);
  }
  throw new Error(`no line matches ${pattern}:\n${lines.join('\n')}`);
}
