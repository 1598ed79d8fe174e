import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ROOT } from './run-leadlight.ts';

export interface FollowerProcess {
  readonly pid: number;
  /** The lines that it has logged so far. */
  readonly lines: readonly string[];
  /** Resolves when the process has ended: true where `end` requested it. */
  readonly ended: Promise<boolean>;
  /** Waits until it logs a line that matches. */
  waitForLine(pattern: RegExp): Promise<void>;
  /** SIGTERM lets it finish its current work; SIGKILL acts like a power cut. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Runs `leadlight follow` in a process of its own. */
export function startFollower(folder: string, options: readonly string[] = []): FollowerProcess {
  const args = ['--disable-warning=ExperimentalWarning', `${ROOT}apps/cli/src/main.ts`, 'follow', '--folder', folder];
  const child = spawn(process.execPath, [...args, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let endRequested = false;
  const ended = once(child, 'close').then(() => endRequested);
  createInterface(child.stderr).on('line', (line) => {
    lines.push(line);
    for (const listener of listeners) listener();
  });
  return {
    pid: child.pid!,
    lines,
    ended,
    waitForLine: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!lines.some((line) => pattern.test(line))) return;
          listeners.delete(check);
          resolve();
        };
        listeners.add(check);
        child.once('exit', () => reject(new Error(`The follower ended:\n${lines.slice(-5).join('\n')}`)));
        check();
      }),
    async end(signal) {
      endRequested = true;
      child.kill(signal);
      await ended;
    },
  };
}
