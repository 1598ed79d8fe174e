import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectSalesforce, type SalesforceConnection } from '@leadlight/salesforce';
import { ROOT } from './run-leadlight.ts';

/** What the sandbox org prints when it listens. */
interface SandboxAddress {
  readonly listening: string;
  readonly pubSub: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly orgId: string;
}

/** The sandbox org of a folder, with its controls for tests. */
export interface Sandbox {
  readonly orgId: string;
  /** Its process, for measuring. */
  readonly pid: number;
  /** A connection of another program: what it writes is not a change of our own. */
  connectAsOtherUser(): Promise<OtherClient>;
  connect(): Promise<SalesforceConnection>;
  /** Sends a request to one of its controls below `/sandbox`. */
  control<Result = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Result>;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Another program that works in the same org. */
export interface OtherClient {
  /** @returns the JSON of the response; undefined where it has no body */
  send<Result>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Result>;
}

/** Serves the org in `folder` and writes its address to `folder/connection.json`. */
export async function startSandbox(folder: string, options: readonly string[] = []): Promise<Sandbox> {
  const args = ['--port', '0', '--folder', join(folder, 'sandbox-org'), '--faults', ...options];
  const child = spawn(process.execPath, [`${ROOT}apps/sandbox-org/src/main.ts`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await readAddress(child);
  const { listening: loginUrl, pubSub: pubSubUrl, clientId, clientSecret, orgId } = address;
  const connection = JSON.stringify({ loginUrl, clientId, clientSecret, pubSubUrl });
  writeFileSync(join(folder, 'connection.json'), connection, { mode: 0o600 });
  return {
    orgId,
    pid: child.pid!,
    connect: () => connectSalesforce({ loginUrl, clientId, clientSecret }),
    connectAsOtherUser: () => connectOtherClient(address),
    control: (method, path, body) => sendJson(`${loginUrl}/sandbox${path}`, method, {}, body),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

async function readAddress(child: ChildProcess): Promise<SandboxAddress> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The sandbox org did not start.')));
  const line = once(createInterface(child.stdout!), 'line') as Promise<[string]>;
  return JSON.parse((await Promise.race([line, ended]))[0]) as SandboxAddress;
}

async function connectOtherClient({ listening, clientId, clientSecret }: SandboxAddress): Promise<OtherClient> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await fetch(`${listening}/services/oauth2/token`, { method: 'POST', body: form });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}` };
  return {
    send: (method, path, body) => sendJson(`${listening}/services/data/v68.0${path}`, method, headers, body),
  };
}

async function sendJson<Result>(url: string, method: string, headers: object, body?: object): Promise<Result> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Result;
}
