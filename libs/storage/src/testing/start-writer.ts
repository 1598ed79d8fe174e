import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Writer {
  readonly child: ChildProcess;
  /** What it prints. */
  readonly lines: AsyncIterator<string>;
}

/** Starts `writer-process.ts`. The caller kills it. */
export function startWriter(folder: string, org: string, ...mode: readonly string[]): Writer {
  const main = fileURLToPath(new URL('./writer-process.ts', import.meta.url));
  const child = spawn(process.execPath, [main, folder, org, ...mode], { stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
}
