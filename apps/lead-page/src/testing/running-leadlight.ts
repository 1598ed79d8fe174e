import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connectSalesforce, type SalesforceConnection } from '@leadlight/salesforce';
import { inject } from 'vitest';
import { WORKSPACE_FOLDER } from '../server/paths.ts';
import { TEST_DATE_ENV } from './test-date.ts';

/** `leadlight start` on a small company: sandbox org, storage, API and lead page, each in its own process. */
export interface RunningLeadlight {
  readonly pageUrl: string;
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Its folder, with the org’s in `sandbox-org`. */
  readonly folder: string;
  /** What the scoring API answers to the administrator's key: JSON, of a failure too. */
  get(path: string): Promise<unknown>;
  /** Trains another model, with another seed, while the service runs. */
  trainAgain(): Promise<void>;
  /** Runs a `leadlight` command on the folder. @throws with the last lines of its output */
  run(...args: readonly string[]): Promise<void>;
  /** A connection to the sandbox org, as the integration user. */
  connectToOrg(): Promise<SalesforceConnection>;
  close(): Promise<void>;
}

/** Of the company, beyond its leads. */
export interface CompanySettings {
  /** How it changes, as the sandbox org's `--drift` takes it. */
  readonly drift?: string;
  /** Accounts that buy, complain and leave. */
  readonly customers?: number;
}

/** Accounts of the company that tests share. They are read only once a propensity about them is added. */
const SHARED_CUSTOMERS = 300;

/**
 * The first test that asks for a company of this size has it simulated, synced, trained and scored; later ones start on a copy.
 * @throws with the last lines of the command's output if it ends before it serves the page
 */
export async function startLeadlight(leads: number, company: CompanySettings = {}): Promise<RunningLeadlight> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-page-test-'));
  const [pagePort, apiPort, orgPort] = (await freePorts(3)) as [number, number, number];
  if (Object.keys(company).length === 0) cpSync(await preparedFolder(leads), folder, { recursive: true });
  else await createOrg(join(folder, 'sandbox-org'), leads, company);
  const ports = ['--page-port', pagePort, '--api-port', apiPort, '--org-port', orgPort].map(String);
  const start = runCommand('start', '--leads', String(leads), '--folder', folder, ...ports);
  const close = async () => {
    start.child.kill('SIGTERM');
    await start.ended.catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const pageUrl = await Promise.race([readPageUrl(start.child), start.ended.then(() => undefined)]);
    if (pageUrl === undefined) throw new Error('leadlight start ended before it served the page.');
    const apiKey = readFileSync(join(folder, 'lead-page.key'), 'utf8');
    const adminApiKey = readFileSync(join(folder, 'lead-page-admin.key'), 'utf8');
    const apiUrl = `http://127.0.0.1:${apiPort}`;
    const get = async (path: string) =>
      (await fetch(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${adminApiKey}` } })).json();
    const trainAgain = () => runCommand('train', '--folder', folder, '--seed', '2', '--quick').ended;
    const run = (...args: readonly string[]) => runCommand(...args, '--folder', folder).ended;
    const connectToOrg = () => {
      const { loginUrl, clientId, clientSecret } = JSON.parse(
        readFileSync(join(folder, 'connection.json'), 'utf8'),
      ) as Readonly<Record<'loginUrl' | 'clientId' | 'clientSecret', string>>;
      return connectSalesforce({ loginUrl, clientId, clientSecret });
    };
    return {
      folder,
      connectToOrg,
      run,
      pageUrl,
      apiUrl,
      apiKey,
      get,
      trainAgain,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The folder of a company whose leads have their scores, made where no earlier test has. */
async function preparedFolder(leads: number): Promise<string> {
  const folder = join(inject('preparedFolders'), String(leads));
  const complete = `${folder}.complete`;
  if (!existsSync(complete)) {
    await createOrg(join(folder, 'sandbox-org'), leads, { customers: SHARED_CUSTOMERS });
    const orgPort = String((await freePorts(1))[0]);
    await runCommand('start', '--once', '--leads', String(leads), '--folder', folder, '--org-port', orgPort).ended;
    writeFileSync(complete, '');
  }
  return folder;
}

/** Simulates the company, which `leadlight start` then finds in its folder. */
async function createOrg(folder: string, leads: number, company: CompanySettings): Promise<void> {
  const main = join(WORKSPACE_FOLDER, 'apps/sandbox-org/src/main.ts');
  const args = [main, '--port', '0', '--folder', folder, '--leads', String(leads)];
  for (const [name, value] of Object.entries(company)) args.push(`--${name}`, String(value));
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...TEST_DATE_ENV },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const failed = ended.then(() => Promise.reject(new Error('The sandbox org did not start.')));
  failed.catch(() => undefined);
  await Promise.race([once(createInterface(child.stdout), 'line'), failed]);
  child.kill('SIGTERM');
  await ended;
}

interface RunningCommand {
  readonly child: ChildProcess;
  /** Rejects with the last lines of output if the command fails. */
  readonly ended: Promise<void>;
}

function runCommand(...args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, [join(WORKSPACE_FOLDER, 'apps/cli/src/main.ts'), ...args], {
    cwd: WORKSPACE_FOLDER,
    env: { ...process.env, ...TEST_DATE_ENV },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const output: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => output.push(line));
  const ended = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`leadlight ${args.join(' ')} failed:\n${output.slice(-12).join('\n')}`);
  });
  // A failure that no caller awaits must not end the test run.
  ended.catch(() => undefined);
  return { child, ended };
}

function readPageUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let address = '';
    createInterface({ input: child.stderr! }).on('line', (line) => {
      address = /Leads by score:\s+(\S+)/.exec(line)?.[1] ?? address;
      // Printed when all scores are written and the org is followed.
      if (line.startsWith('Stop it with')) resolve(address);
    });
  });
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
