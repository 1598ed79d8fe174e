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
  /** Where its change events are served. */
  readonly pubSub: string;
  /** One of its test levers below `/sandbox`; it must have been started with `--faults`. */
  control(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void>;
  connect(): Promise<SalesforceConnection>;
  close(): Promise<void>;
}

/** The sandbox org as a process of its own, in a folder that goes away with it. */
export async function startSandboxOrg(leads: number, ...options: readonly string[]): Promise<SandboxOrg> {
  const folder = await mkdtemp(join(tmpdir(), 'leadlight-sandbox-'));
  const args = [MAIN, '--port', '0', '--folder', folder, '--leads', String(leads), '--seed', '7', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const complaints: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk.toString()));
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`The sandbox org did not start: ${complaints.join('')}`))),
  ])) as [string];
  const told = JSON.parse(line) as Readonly<
    Record<'listening' | 'pubSub' | 'clientId' | 'clientSecret' | 'orgId', string>
  >;
  const { listening: loginUrl, pubSub, clientId, clientSecret, orgId } = told;
  return {
    orgId,
    leads,
    options: { loginUrl, clientId, clientSecret },
    pubSub,
    async control(method, path, body) {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${loginUrl}/sandbox${path}`, { method, headers, body: body && JSON.stringify(body) });
      if (!answer.ok) throw new Error(`${method} /sandbox${path}: ${answer.status} ${await answer.text()}`);
    },
    connect: () => connectSalesforce({ loginUrl, clientId, clientSecret }),
    async close() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
