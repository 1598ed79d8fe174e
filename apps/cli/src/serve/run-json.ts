import { spawn } from 'node:child_process';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** What a command answers with --json; a refusal is a document with `error`. */
export type JsonAnswer = Readonly<Record<string, unknown>> & {
  readonly error?: { readonly code: string; readonly message: string };
};

/** Runs a command of ours with --json, in a process of its own. @throws Error where it told no document */
export function runJson(args: readonly string[], signal: AbortSignal): Promise<JsonAnswer> {
  const flags = [...process.execArgv, MAIN, ...args, '--json'];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'ignore'], signal });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      try {
        resolve(JSON.parse(stdout) as JsonAnswer);
      } catch {
        reject(new Error(`"leadlight ${args[0]}" ended without an answer`));
      }
    });
  });
}

const ASK_AGAIN_MS = 30_000;
const PATIENCE_MS = 3 * 3_600_000;

/** Runs it again while another process is at the same work: the follower may be at its first sync, for hours. */
export async function untilFree(
  run: () => Promise<JsonAnswer>,
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown> = (ms) => after(ms, undefined, { signal }),
): Promise<JsonAnswer> {
  for (let waitedMs = 0; ; waitedMs += ASK_AGAIN_MS) {
    const answer = await run();
    if (answer.error?.code !== 'work_in_progress' || waitedMs >= PATIENCE_MS) return answer;
    await pause(ASK_AGAIN_MS);
  }
}
