import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStorage, type Storage } from '@leadlight/storage';
import { afterAll, beforeAll } from 'vitest';
import type { AppProcess } from '../processes/start-process.ts';
import { startSandboxOrg, type SandboxReady } from '../start/sandbox-org.ts';
import { freePort } from './free-port.ts';
import { createOrgClient, type OrgClient } from './org-client.ts';
import type { CliResult } from './run-cli.ts';
import { runLeadlight } from './run-in-process.ts';

/** A sandbox org that tests may change, and `leadlight` connected to it. */
export interface ChangedOrg {
  readonly client: OrgClient;
  readonly folder: string;
  readonly connection: NodeJS.ProcessEnv;
  leadlight(...args: readonly string[]): Promise<CliResult>;
  /** The output with `--json`. @throws if the command fails */
  json<Output>(...args: readonly string[]): Promise<Output>;
  /** Calls the org's control API below `/sandbox`. @throws if it fails */
  control(method: 'POST' | 'DELETE', path: string, body?: object): Promise<void>;
}

/** Starts the org before the tests of a file and stops it after them. */
export function useChangedOrg(leads: number): () => ChangedOrg {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-changed-org-'));
  let sandbox: AppProcess<SandboxReady> | undefined;
  let storage: Storage | undefined;
  let org: ChangedOrg | undefined;
  beforeAll(async () => {
    sandbox = await startSandboxOrg({ folder, orgPort: await freePort(), leads, seed: 3, faults: true });
    // Keeps the embedded server running between the commands: a start takes longer than most of them.
    storage = await openStorage({ folder });
    org = await connect(folder, sandbox.ready);
  });
  afterAll(async () => {
    await storage?.close();
    await sandbox?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    if (!org) throw new Error('Call it inside a test.');
    return org;
  };
}

async function connect(folder: string, ready: SandboxReady): Promise<ChangedOrg> {
  const connection = {
    LEADLIGHT_SF_LOGIN_URL: ready.listening,
    LEADLIGHT_SF_CLIENT_ID: ready.clientId,
    LEADLIGHT_SF_CLIENT_SECRET: ready.clientSecret,
    LEADLIGHT_SF_PUBSUB_URL: ready.pubSub,
  };
  const leadlight = (...args: readonly string[]) => runLeadlight([...args, '--folder', folder], connection);
  return {
    client: await createOrgClient(ready),
    folder,
    connection,
    leadlight,
    async json<Output>(...args: readonly string[]) {
      const { code, stdout, stderr } = await leadlight(...args, '--json');
      if (code !== 0) throw new Error(`leadlight ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
      return JSON.parse(stdout) as Output;
    },
    async control(method, path, body) {
      const headers = { 'content-type': 'application/json' };
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const response = await fetch(`${ready.listening}/sandbox${path}`, init);
      if (!response.ok) throw new Error(`${method} /sandbox${path}: ${response.status} ${await response.text()}`);
    },
  };
}
