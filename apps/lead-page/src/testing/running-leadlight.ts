import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WORKSPACE_FOLDER } from '../server/paths.ts';

/** `leadlight start` on a small company: sandbox org, storage, API and lead page, each a process of its own. */
export interface RunningLeadlight {
  readonly pageUrl: string;
  readonly apiUrl: string;
  /** A key of the API, from the file that only its owner can read. */
  readonly apiKey: string;
  /** Another model, made with another seed beside the running service, as an operator does it. */
  trainAgain(): Promise<void>;
  close(): Promise<void>;
}

/** @throws with the last words of the command where it ends before it serves */
export async function startLeadlight(leads: number): Promise<RunningLeadlight> {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-page-test-'));
  const [pagePort, apiPort, orgPort] = (await freePorts(3)) as [number, number, number];
  const ports = ['--page-port', pagePort, '--api-port', apiPort, '--org-port', orgPort].map(String);
  const child = spawn(
    process.execPath,
    [join(WORKSPACE_FOLDER, 'apps/cli/src/main.ts'), 'start', '--leads', String(leads), '--folder', folder, ...ports],
    { cwd: WORKSPACE_FOLDER, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const pageUrl = await pageAddress(child);
    const apiKey = readFileSync(join(folder, 'lead-page.key'), 'utf8');
    const trainAgain = () => command('train', '--folder', folder, '--seed', '2');
    return { pageUrl, apiUrl: `http://127.0.0.1:${apiPort}`, apiKey, trainAgain, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs a command to its end. @throws with its last words where it fails */
async function command(...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(WORKSPACE_FOLDER, 'apps/cli/src/main.ts'), ...args], {
    cwd: WORKSPACE_FOLDER,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`leadlight ${args.join(' ')} failed:\n${said.slice(-12).join('\n')}`);
}

function pageAddress(child: ChildProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      said.push(line);
      const address = /Leads by score:\s+(\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
    child.once('exit', () =>
      reject(new Error(`leadlight start ended before it served:\n${said.slice(-12).join('\n')}`)),
    );
  });
}

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
