import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { StorageError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { PGLITE_NODE_FLAGS } from './node-flags.ts';

/** What the embedded server reports to the process that started it, each as one line of JSON. */
export type ServerStatus =
  | { readonly kind: 'ready'; readonly endpoint: Endpoint }
  | { readonly kind: 'inUse' }
  | { readonly kind: 'failed'; readonly detail: string }
  /** The owner has let go, other clients are still connected. */
  | { readonly kind: 'staying' };

export interface StartedServer {
  readonly endpoint: Endpoint;
  /** Lets go of the server, which ends unless it has other clients or keeps running. Resolves when that is decided. */
  release(): Promise<void>;
}

/**
 * Starts the embedded server in a separate process.
 * @returns undefined where another process has locked the folder
 * @throws StorageError `storage_start_failed`
 */
export async function startEmbedded(folder: string, keepRunning: boolean): Promise<StartedServer | undefined> {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  const args = [...PGLITE_NODE_FLAGS, main, folder, ...(keepRunning ? ['--keep-running'] : [])];
  const child = spawn(process.execPath, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    // In a separate process group: Ctrl-C in a terminal reaches only the owner, which finishes its work and then lets go.
    detached: true,
  });
  // A killed server breaks its pipes. The next query notices that it has ended.
  for (const pipe of child.stdio) pipe?.on('error', () => undefined);
  const errorOutput = collectErrorOutput(child);
  const statuses = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await nextStatus(statuses);
  if (first?.kind === 'inUse') return undefined;
  if (first?.kind !== 'ready') {
    const detail = first?.kind === 'failed' ? first.detail : errorOutput();
    throw new StorageError('storage_start_failed', { folder, detail });
  }
  // Neither the child nor its pipes keep the owner alive: they end with it.
  child.unref();
  for (const pipe of child.stdio) if (pipe && 'unref' in pipe) (pipe as { unref(): void }).unref();
  return { endpoint: first.endpoint, release: () => releaseServer(child, statuses, keepRunning) };
}

async function releaseServer(child: ChildProcess, lines: AsyncIterator<string>, keepRunning: boolean): Promise<void> {
  if (!keepRunning && child.exitCode === null && child.signalCode === null) {
    child.ref();
    const exited = once(child, 'exit');
    child.stdin?.end();
    await Promise.race([exited, nextStatus(lines)]);
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
  return () => text.trim() || 'it ended without a message';
}
