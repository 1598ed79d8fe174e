import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectSalesforce, type SalesforceConnection } from '@leadlight/salesforce';
import { WORKSPACE_FOLDER } from '../server/paths.ts';

export interface SandboxOrg {
  readonly connection: SalesforceConnection;
  /** Calls the control API below `/sandbox`. @throws Error */
  control(path: string, body: object): Promise<void>;
  close(): Promise<void>;
}

/** The sandbox org as a process of its own. Its folder is deleted at the end. */
export async function startSandboxOrg(leads: number): Promise<SandboxOrg> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-page-org-'));
  const main = join(WORKSPACE_FOLDER, 'apps/sandbox-org/src/main.ts');
  const args = [main, '--port', '0', '--folder', folder, '--leads', String(leads), '--seed', '7', '--faults'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const failed = ended.then(() => Promise.reject(new Error('The sandbox org did not start.')));
  failed.catch(() => undefined);
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), failed])) as [string];
  const { listening: loginUrl, clientId, clientSecret } = JSON.parse(line) as Record<string, string>;
  const connection = await connectSalesforce({
    loginUrl: loginUrl!,
    clientId: clientId!,
    clientSecret: clientSecret!,
  });
  return {
    connection,
    async control(path, body) {
      const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
      const response = await fetch(`${loginUrl!}/sandbox${path}`, init);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
