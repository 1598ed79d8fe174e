import { startFollower, type FollowerProcess } from '../live/follower-process.ts';

/** A follower that is started again whenever it ends, as `leadlight serve` does. */
export interface FollowerKeeper {
  /** As a power switch would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
  /** Ends that nobody asked for, with the last words: defects. */
  readonly crashes: readonly string[];
  /** Everything that all of them told. */
  told(): readonly string[];
}

export function keepFollower(folder: string, options: readonly string[]): FollowerKeeper {
  const crashes: string[] = [];
  const told: string[] = [];
  let isOver = false;
  let current: FollowerProcess;
  function start(): void {
    const started = startFollower(folder, options);
    current = started;
    void started.ended.then((asked) => {
      told.push(...started.told);
      if (!asked) crashes.push(started.told.slice(-8).join('\n'));
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
    told: () => [...told, ...current.told],
  };
}
