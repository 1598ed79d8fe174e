import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ChangedOrg } from './changed-org.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface TestFollower {
  /** What it has logged so far. */
  readonly lines: readonly string[];
  /** SIGKILL acts like a power cut. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Runs `leadlight follow` on the org in a process of its own, and waits until it follows. */
export async function startFollower({ folder, connection }: ChangedOrg): Promise<TestFollower> {
  const child = spawn(process.execPath, [...process.execArgv, MAIN, 'follow', '--folder', folder], {
    env: { ...process.env, ...connection },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  const closed = once(child, 'close');
  const following = Promise.withResolvers<void>();
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    if (line.includes('Following org')) following.resolve();
  });
  void closed.then(() => following.reject(new Error(`The follower ended:\n${lines.slice(-5).join('\n')}`)));
  await following.promise;
  return {
    lines,
    async end(signal) {
      child.kill(signal);
      await closed;
    },
  };
}
