import { spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** What a command answers with --json; a refusal is a document with `error`. */
export type JsonOutput = Readonly<Record<string, unknown>> & {
  readonly error?: { readonly code: string; readonly message: string };
};

/** Runs a command of ours with --json, in a process of its own. @throws Error where it told no document */
export function runJsonCommand(args: readonly string[], signal: AbortSignal): Promise<JsonOutput> {
  const flags = [...process.execArgv, MAIN, ...args, '--json'];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'ignore'], signal });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      try {
        resolve(JSON.parse(stdout) as JsonOutput);
      } catch {
        reject(new Error(`"leadlight ${args[0]}" ended without an answer`));
      }
    });
  });
}

const RETRY_INTERVAL_MS = 30_000;
const MAX_WAIT_MS = 3 * 3_600_000;

/** Runs it again while another process is at the same work: the follower may be at its first sync, for hours. */
export async function retryWhileBusy(
  run: () => Promise<JsonOutput>,
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown> = (ms) => after(ms, undefined, { signal }),
): Promise<JsonOutput> {
  for (let waitedMs = 0; ; waitedMs += RETRY_INTERVAL_MS) {
    const answer = await run();
    if (answer.error?.code !== 'work_in_progress' || waitedMs >= MAX_WAIT_MS) return answer;
    await pause(RETRY_INTERVAL_MS);
  }
}
