import { startFollower, type FollowerProcess } from '../shared/follower-process.ts';

/** A follower that is started again whenever it ends, as `leadlight serve` does. */
export interface FollowerSupervisor {
  /** As a power switch would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Ends that nobody asked for, with the last words: defects. */
  readonly crashes: readonly string[];
  /** Everything that all of them told. */
  lines(): readonly string[];
}

export function superviseFollower(folder: string, options: readonly string[]): FollowerSupervisor {
  const crashes: string[] = [];
  const told: string[] = [];
  let isOver = false;
  let current: FollowerProcess;
  function start(): void {
    const started = startFollower(folder, options);
    current = started;
    void started.ended.then((asked) => {
      told.push(...started.lines);
      if (!asked) crashes.push(started.lines.slice(-8).join('\n'));
      if (!isOver) start();
    });
  }
  start();
  return {
    kill: () => current.end('SIGKILL'),
    async stop() {
      isOver = true;
      await current.end('SIGTERM');
    },
    crashes,
    lines: () => [...told, ...current.lines],
  };
}
