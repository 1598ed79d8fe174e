import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { HOUR_MS, SECOND_MS } from '@leadlight/common';
import { endingOf } from '../processes/start-process.ts';
import type { ProgressMessage } from '../terminal/progress.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const PRELOAD = fileURLToPath(new URL('../processes/end-with-parent.ts', import.meta.url));
const RETRY_INTERVAL_MS = 30 * SECOND_MS;
/** A first sync, which the command may have to wait for, can take hours. */
const MAX_WAIT_MS = 3 * HOUR_MS;

/** The document that a command writes with --json. */
export type JsonOutput = Readonly<Record<string, unknown>> & {
  readonly error?: { readonly code: string; readonly message: string };
};

/**
 * Runs a command with --json in a process of its own, which ends with this one, even if this one is killed.
 * @param onProgress receives what the command reports
 * @throws Error where it wrote no document
 */
export function runJsonCommand(
  args: readonly string[],
  signal: AbortSignal,
  onProgress?: (progress: ProgressMessage['progress']) => void,
): Promise<JsonOutput> {
  const child = spawn(process.execPath, [...process.execArgv, '--import', PRELOAD, MAIN, ...args, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    signal,
  });
  if (onProgress) child.on('message', (message) => onProgress((message as ProgressMessage).progress));
  let stdout = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, exitSignal) => {
      try {
        resolve(JSON.parse(stdout) as JsonOutput);
      } catch {
        reject(new Error(`"leadlight ${args[0]}" ended without output: ${endingOf(code, exitSignal)}`));
      }
    });
  });
}

/** Repeats a command while another process is doing the same work. */
export async function retryWhileBusy(
  run: () => Promise<JsonOutput>,
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown> = (ms) => delay(ms, undefined, { signal }),
): Promise<JsonOutput> {
  for (let waitedMs = 0; ; waitedMs += RETRY_INTERVAL_MS) {
    const output = await run();
    if (output.error?.code !== 'work_in_progress' || waitedMs >= MAX_WAIT_MS) return output;
    await pause(RETRY_INTERVAL_MS);
  }
}
