import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CliError } from '../errors.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PRELOAD = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url));

export interface AppProcess<Ready> {
  /** The line that it said when it was ready to serve. */
  readonly ready: Ready;
  /** Settles when the process ends on its own or is stopped. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** For messages and the log's name, e.g. `sandbox-org`. */
  readonly name: string;
  /** Entry file from the workspace root. */
  readonly entry: string;
  readonly args: readonly string[];
  /** Flags of Node itself; none unless set. */
  readonly nodeFlags?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFolder: string;
  readonly onStderr?: (line: string) => void;
}

/**
 * Starts an app of the workspace as a process and waits for its line of JSON on stdout.
 * Everything that it says on stderr goes to `<logFolder>/<name>.log`.
 * @throws CliError `process_failed` with its last words
 */
export async function startProcess<Ready extends object>(options: ProcessOptions): Promise<AppProcess<Ready>> {
  mkdirSync(options.logFolder, { recursive: true, mode: 0o700 });
  const log = createWriteStream(join(options.logFolder, `${options.name}.log`), { flags: 'a' });
  const { nodeFlags = [] } = options;
  const child = spawn(
    process.execPath,
    [...nodeFlags, '--import', PRELOAD, join(ROOT, options.entry), ...options.args],
    {
      cwd: ROOT,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const lastWords: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    log.write(`${line}\n`);
    lastWords.push(line);
    if (lastWords.length > 5) lastWords.shift();
    options.onStderr?.(line);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await firstJsonLine<Ready>(child, ended, () => lastWords, options.name);
  return { ready, ended, stop: () => stop(child, ended) };
}

function firstJsonLine<Ready>(child: ChildProcess, ended: Promise<void>, lastWords: () => string[], name: string) {
  return new Promise<Ready>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Ready);
    });
    child.once('error', (error) => reject(new CliError('process_failed', `Cannot start ${name}: ${error.message}.`)));
    void ended.then(() => {
      const words = lastWords().join('\n  ') || `exit code ${child.exitCode}`;
      reject(new CliError('process_failed', `${name} did not start:\n  ${words}`));
    });
  });
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const killTimer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(killTimer);
}
