import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { residentBytes } from './process-usage.ts';

/** The workspace, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface MeasuredRun {
  readonly stdout: string;
  readonly seconds: number;
  /** Highest memory of the process and its descendants, sampled five times a second. */
  readonly peakBytes: number;
}

/** Runs the `leadlight` command to its end. @throws Error with its last output where it fails */
export function runLeadlight(args: readonly string[]): Promise<MeasuredRun> {
  const started = performance.now();
  const child = spawn(process.execPath, [`${ROOT}apps/cli/bin/leadlight.mjs`, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let peakBytes = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const watch = setInterval(() => (peakBytes = Math.max(peakBytes, residentBytes(child.pid!))), 200);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      if (code === 0) return resolve({ stdout, seconds: (performance.now() - started) / 1000, peakBytes });
      const output = `${stderr.slice(-2000)}${stdout.slice(-500)}`;
      reject(new Error(`leadlight ${args.join(' ')} ended with ${code}:\n${output}`));
    });
  });
}
