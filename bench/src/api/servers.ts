/* The servers that are compared, each as a process of its own. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { environmentValue } from '@leadlight/common';
import { freePort } from '../shared/free-port.ts';
import { cpuMs, residentBytes } from '../shared/process-usage.ts';

const resolvePath = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Memory of the process and its children, without its database. */
  residentBytes(): number;
  /** Processor time of its processes since their start, by name. */
  cpuMs(): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts the scoring service without limits for the key of the load test. */
export async function startLeadlight(
  databaseUrl: string | undefined,
  folder: string,
  ...more: readonly string[]
): Promise<Server> {
  const limits = [
    ...['--rate-per-key', '1000000', '--concurrent-per-key', '1000'],
    ...['--max-concurrent', '1000', '--log-every', '1000'],
  ];
  // The memory settings of docs/operating.
  const heap = ['--max-semi-space-size=16', '--max-old-space-size=192'];
  const service = resolvePath('../../../apps/scoring-api/src/main.ts');
  const args = [...heap, service, '--port', '0', '--folder', folder, ...limits, ...more];
  const env = { ...process.env, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), rejectOnExit(child)])) as [string];
  return toServer(child, (JSON.parse(line) as { listening: string }).listening);
}

/** Starts a peer, which gets its port as `PORT` in the environment. */
export async function startPeer(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const port = await freePort();
  const child = spawn(
    command,
    args.map((arg) => arg.replace('PORT', String(port))),
    {
      cwd: resolvePath('peers'),
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: 'ignore',
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([waitUntilListening(url), rejectOnExit(child)]);
  return toServer(child, url);
}

export const PYTHON = environmentValue(process.env, 'LEADLIGHT_PYTHON');

/** How to install the modules; undefined where Python has all of them. */
export function pythonHint(modules: readonly string[]): string | undefined {
  try {
    execFileSync(PYTHON, ['-c', modules.map((name) => `import ${name}`).join('\n')], { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${PYTHON} does not have all of ${modules.join(', ')}. On Debian: apt-get install python3-flask gunicorn python3-sklearn`;
  }
}

/** Trains the model of the Python peers. */
export const trainPythonModel = (file: string): void =>
  void execFileSync(PYTHON, [resolvePath('peers/train.py'), file], { stdio: 'inherit' });

export const peerFile = (name: string): string => resolvePath(`peers/${name}`);

function toServer(child: ChildProcess, url: string): Server {
  const pid = child.pid ?? 0;
  return {
    url,
    pid,
    residentBytes: () => residentBytes(pid),
    cpuMs: () => ({ server: cpuMs(pid) }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    },
  };
}

const rejectOnExit = (child: ChildProcess): Promise<never> =>
  new Promise((_, reject) => {
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`The server ended with ${code} before it listened.`)));
  });

export async function waitUntilListening(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
