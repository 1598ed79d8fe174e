import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { once } from 'node:events';
import { connectSalesforce, type ConnectOptions } from '../connection/connect.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';

const MAIN = fileURLToPath(new URL('../../../../apps/sandbox-org/src/main.ts', import.meta.url));

export interface SandboxOrg {
  readonly orgId: string;
  readonly leads: number;
  readonly options: ConnectOptions;
  /** The address of its Pub/Sub API. */
  readonly pubSub: string;
  /** Calls its control API below `/sandbox`, which needs `--faults`. */
  control(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void>;
  connect(): Promise<SalesforceConnection>;
  close(): Promise<void>;
}

/** The sandbox org as a process of its own. Its folder is deleted at the end. */
export async function startSandboxOrg(leads: number, ...options: readonly string[]): Promise<SandboxOrg> {
  const folder = await mkdtemp(join(tmpdir(), 'leadlight-sandbox-'));
  const args = [MAIN, '--port', '0', '--folder', folder, '--leads', String(leads), '--seed', '7', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const errorOutput: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errorOutput.push(chunk.toString()));
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The sandbox org did not start: ${errorOutput.join('')}`))),
  ])) as [string];
  const started = JSON.parse(line) as Readonly<
    Record<'listening' | 'pubSub' | 'clientId' | 'clientSecret' | 'orgId', string>
  >;
  const { listening: loginUrl, pubSub, clientId, clientSecret, orgId } = started;
  return {
    orgId,
    leads,
    options: { loginUrl, clientId, clientSecret },
    pubSub,
    async control(method, path, body) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${loginUrl}/sandbox${path}`, {
        method,
        headers,
        body: body && JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${method} /sandbox${path}: ${response.status} ${await response.text()}`);
    },
    connect: () => connectSalesforce({ loginUrl, clientId, clientSecret }),
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
