import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectSalesforce, type SalesforceConnection } from '@leadlight/salesforce';
import { ROOT } from './run-leadlight.ts';

interface SandboxAddress {
  readonly listening: string;
  readonly pubSub: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly orgId: string;
}

/** The sandbox org of a folder, served with its levers open. */
export interface Sandbox {
  readonly orgId: string;
  /** Its process, to look at its memory. */
  readonly pid: number;
  /** As somebody else: what this connection writes is no change of our own. */
  connectAsOtherUser(): Promise<OtherClient>;
  connect(): Promise<SalesforceConnection>;
  /** One of its levers below `/sandbox`. */
  control<Answer = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer>;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Another program at work in the same org. */
export interface OtherClient {
  /** @returns the row of the answer; undefined where it has none */
  send<Answer>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<Answer>;
}

/** Serves the org below `folder` and lets `folder/connection.json` lead to it. */
export async function startSandbox(folder: string, options: readonly string[] = []): Promise<Sandbox> {
  const args = ['--port', '0', '--folder', join(folder, 'sandbox-org'), '--faults', ...options];
  const child = spawn(process.execPath, [`${ROOT}apps/sandbox-org/src/main.ts`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told = await firstLine(child);
  const { listening: loginUrl, pubSub, clientId, clientSecret, orgId } = told;
  writeFileSync(
    join(folder, 'connection.json'),
    JSON.stringify({ loginUrl, clientId, clientSecret, pubSubUrl: pubSub }),
    {
      mode: 0o600,
    },
  );
  return {
    orgId,
    pid: child.pid!,
    connect: () => connectSalesforce({ loginUrl, clientId, clientSecret }),
    connectAsOtherUser: () => connectOtherClient(told),
    async control(method, path, body) {
      const answer = await fetch(`${loginUrl}/sandbox${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${method} /sandbox${path}: ${answer.status} ${await answer.text()}`);
      const text = await answer.text();
      return text === '' ? undefined : JSON.parse(text);
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<SandboxAddress> {
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
  const signedIn = await fetch(`${listening}/services/oauth2/token`, { method: 'POST', body: form });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  return {
    async send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
      const answer = await fetch(`${listening}/services/data/v68.0${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as Answer;
    },
  };
}
