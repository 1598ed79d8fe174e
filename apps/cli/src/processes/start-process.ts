import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CliError } from '../errors.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PRELOAD = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url));
/** As of the launcher: an app streams what it handles, and its heap need not grow far before its garbage is collected. */
const MEMORY_FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=50'];
const MAX_STOP_MS = 10_000;
/** Lines of standard error that the message of a failed start repeats. */
const REPORTED_LINES = 5;

export interface AppProcess<Ready> {
  /** The line of JSON that the process wrote when it was ready. */
  readonly ready: Ready;
  /** As in `ProcessOptions`. */
  readonly name: string;
  /** Resolves to how the process ended, whether it exited or was stopped. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** For messages and the name of the log, e.g. `sandbox-org`. */
  readonly name: string;
  /** Entry file, relative to the workspace root. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly nodeFlags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFolder: string;
  readonly onStderr?: (line: string) => void;
}

/**
 * Starts an app of the workspace as a process and waits for the line of JSON on its standard output. Its standard error
 * goes to `<logFolder>/<name>.log`.
 * @throws CliError `process_failed` with the end of its output
 */
export async function startProcess<Ready extends object>(options: ProcessOptions): Promise<AppProcess<Ready>> {
  const { name, entry, args, nodeFlags = [], logFolder } = options;
  mkdirSync(logFolder, { recursive: true, mode: 0o700 });
  const log = createWriteStream(join(logFolder, `${name}.log`), { flags: 'a' });
  const child = spawn(
    process.execPath,
    [...MEMORY_FLAGS, ...nodeFlags, '--import', PRELOAD, join(ROOT, entry), ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const lastLines: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    log.write(`${line}\n`);
    lastLines.push(line);
    if (lastLines.length > REPORTED_LINES) lastLines.shift();
    options.onStderr?.(line);
  });
  const ended = new Promise<string>((resolve) => child.once('exit', (code, signal) => resolve(endingOf(code, signal))));
  const ready = await new Promise<Ready>((resolve, reject) => {
    const fail = (output: string) => reject(new CliError('process_failed', { name, output }));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Ready);
    });
    child.once('error', (error) => fail(error.message));
    void ended.then((how) => fail(lastLines.join('\n  ') || how));
  });
  return { ready, name, ended, stop: () => stop(child, ended) };
}

/** How a process ended, in words. */
export function endingOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL') return 'it was killed from outside (SIGKILL), as the system does when memory runs out';
  return signal === null ? `exit code ${code}` : `it ended with the signal ${signal}`;
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const killTimer = setTimeout(() => child.kill('SIGKILL'), MAX_STOP_MS);
  await ended;
  clearTimeout(killTimer);
}
