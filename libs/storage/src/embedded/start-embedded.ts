import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { StorageError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import type { ServerStatus } from './server-status.ts';

export interface StartedServer {
  readonly endpoint: Endpoint;
  /** Gives the server up: it ends, unless others are connected or it was told to stay. Resolves when that is settled. */
  leave(): Promise<void>;
}

/**
 * Starts the embedded server in a process of its own.
 * @returns undefined where another process has the folder
 * @throws StorageError `storage_start_failed`
 */
export async function startEmbedded(folder: string, stay: boolean): Promise<StartedServer | undefined> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const args = ['--disable-warning=ExperimentalWarning', main, folder, ...(stay ? ['--stay'] : [])];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in a terminal reaches the owner, which stops its work first and then lets go.
    detached: true,
  });
  // A killed server breaks its pipes; that it is gone shows where it is asked for something.
  for (const pipe of child.stdio) pipe?.on('error', () => undefined);
  const lastWords = collectErrorOutput(child);
  const notices = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await nextStatus(notices);
  if (first?.kind === 'inUse') return undefined;
  if (first?.kind !== 'ready') {
    const detail = first?.kind === 'failed' ? first.detail : lastWords();
    throw new StorageError('storage_start_failed', { folder, detail });
  }
  // Neither the child nor its pipes keep the owner alive: they end with it.
  child.unref();
  for (const pipe of child.stdio) if (pipe && 'unref' in pipe) (pipe as { unref(): void }).unref();
  return { endpoint: first.endpoint, leave: () => releaseServer(child, notices, stay) };
}

async function releaseServer(child: ChildProcess, notices: AsyncIterator<string>, stay: boolean): Promise<void> {
  if (!stay && child.exitCode === null && child.signalCode === null) {
    child.ref();
    const exited = once(child, 'exit');
    child.stdin?.end();
    await Promise.race([exited, nextStatus(notices)]);
    child.unref();
  }
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
}

async function nextStatus(lines: AsyncIterator<string>): Promise<ServerStatus | undefined> {
  const { value, done } = await lines.next();
  return done ? undefined : (JSON.parse(value) as ServerStatus);
}

/** The end of what a process wrote to standard error. */
function collectErrorOutput(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-2_000);
  });
  return () => text.trim() || 'it ended without a word';
}
