import { setTimeout as after } from 'node:timers/promises';
import { startProcess, type AppProcess } from '../processes/start-process.ts';

const MIN_RESTART_DELAY_MS = 1_000;
const MAX_RESTART_DELAY_MS = 60_000;
const HEALTHY_RUN_MS = 60_000;

/**
 * Follows an org in a process of its own, so that the service answers undisturbed, and starts it again whenever it ends.
 * @param org undefined: the one that environment or folder lead to
 * @returns ends it, after what it is at
 */
export function superviseFollowerProcess(
  folder: string,
  org: string | undefined,
  tell: (line: string) => void,
): { stop(): Promise<void> } {
  const stopped = new AbortController();
  let running: AppProcess<object> | undefined;

  async function keep(): Promise<void> {
    let pauseMs = MIN_RESTART_DELAY_MS;
    while (!stopped.signal.aborted) {
      const beganAt = Date.now();
      try {
        running = await startProcess<object>({
          name: org === undefined ? 'follower' : `follower-${org}`,
          entry: 'apps/cli/src/main.ts',
          args: ['follow', '--json', '--folder', folder, ...(org === undefined ? [] : ['--org', org])],
          nodeFlags: process.execArgv,
          logFolder: `${folder}/logs`,
          onStderr: (line) => process.stderr.write(`${line}\n`),
        });
        if (stopped.signal.aborted) await running.stop();
        await running.ended;
      } catch (error) {
        tell((error as Error).message);
      }
      if (stopped.signal.aborted) return;
      if (Date.now() - beganAt > HEALTHY_RUN_MS) pauseMs = MIN_RESTART_DELAY_MS;
      tell(`The follower ended and is started again in ${pauseMs / 1000} s.`);
      await after(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      pauseMs = Math.min(MAX_RESTART_DELAY_MS, pauseMs * 2);
    }
  }

  const kept = keep();
  return {
    async stop() {
      stopped.abort();
      await running?.stop();
      await kept;
    },
  };
}
