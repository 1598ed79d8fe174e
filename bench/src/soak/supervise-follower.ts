import { startFollower, type FollowerProcess } from '../shared/follower-process.ts';

/** A follower that is restarted whenever it ends, as `leadlight serve` does. */
export interface FollowerSupervisor {
  /** Kills the follower like a power cut; it is restarted. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** The last lines of followers that ended without being requested to: defects. */
  readonly crashes: readonly string[];
  /** All lines that the followers have logged. */
  lines(): readonly string[];
}

export function superviseFollower(folder: string, options: readonly string[]): FollowerSupervisor {
  const crashes: string[] = [];
  const earlierLines: string[] = [];
  let stopped = false;
  let current: FollowerProcess;
  function start(): void {
    const started = startFollower(folder, options);
    current = started;
    void started.ended.then((requested) => {
      earlierLines.push(...started.lines);
      if (!requested) crashes.push(started.lines.slice(-8).join('\n'));
      if (!stopped) start();
    });
  }
  start();
  return {
    kill: () => current.end('SIGKILL'),
    async stop() {
      stopped = true;
      await current.end('SIGTERM');
    },
    crashes,
    lines: () => [...earlierLines, ...current.lines],
  };
}
