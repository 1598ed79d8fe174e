import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ROOT } from './run-leadlight.ts';

export interface FollowerProcess {
  readonly pid: number;
  /** What it told so far, line by line. */
  readonly lines: readonly string[];
  /** Settles at its end: true where `end` asked for it. */
  readonly ended: Promise<boolean>;
  /** Waits until it tells something that fits. */
  waitForLine(what: RegExp): Promise<void>;
  /** SIGTERM lets it finish what it is at; SIGKILL is a power switch. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** `leadlight follow` as a process of its own. */
export function startFollower(folder: string, options: readonly string[] = []): FollowerProcess {
  const args = ['--disable-warning=ExperimentalWarning', `${ROOT}apps/cli/src/main.ts`, 'follow', '--folder', folder];
  const child = spawn(process.execPath, [...args, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const told: string[] = [];
  const listeners = new Set<() => void>();
  let isAsked = false;
  const ended = once(child, 'close').then(() => isAsked);
  createInterface(child.stderr).on('line', (line) => {
    told.push(line);
    for (const listener of listeners) listener();
  });
  return {
    pid: child.pid!,
    lines: told,
    ended,
    waitForLine: (what) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!told.some((line) => what.test(line))) return;
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
        child.once('exit', () => reject(new Error(`The follower ended:\n${told.slice(-5).join('\n')}`)));
        look();
      }),
    async end(signal) {
      isAsked = true;
      child.kill(signal);
      await ended;
    },
  };
}
