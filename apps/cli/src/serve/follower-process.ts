import { setTimeout as delay } from 'node:timers/promises';
import { MINUTE_MS, SECOND_MS } from '@leadlight/common';
import { startProcess, type AppProcess } from '../processes/start-process.ts';
import { printError } from '../terminal/print.ts';

const MIN_RESTART_DELAY_MS = SECOND_MS;
const MAX_RESTART_DELAY_MS = MINUTE_MS;
/** After a run of this length the restart delay is short again. */
const HEALTHY_RUN_MS = MINUTE_MS;

/**
 * Follows an org in a process of its own, so that the service stays responsive, and restarts that process when it ends.
 * @param org undefined: the org of the environment or the folder
 */
export function superviseFollowerProcess(
  folder: string,
  org: string | undefined,
  log: (line: string) => void,
): { stop(): Promise<void> } {
  const stopped = new AbortController();
  let running: AppProcess<object> | undefined;

  async function supervise(): Promise<void> {
    let delayMs = MIN_RESTART_DELAY_MS;
    while (!stopped.signal.aborted) {
      const startedAt = performance.now();
      let how = 'it could not start';
      try {
        running = await startProcess<object>({
          name: org === undefined ? 'follower' : `follower-${org}`,
          entry: 'apps/cli/src/main.ts',
          args: ['follow', '--json', '--folder', folder, ...(org === undefined ? [] : ['--org', org])],
          nodeFlags: process.execArgv,
          logFolder: `${folder}/logs`,
          onStderr: (line) => printError(`${line}\n`),
        });
        if (stopped.signal.aborted) await running.stop();
        how = await running.ended;
      } catch (error) {
        log((error as Error).message);
      }
      if (stopped.signal.aborted) return;
      if (performance.now() - startedAt > HEALTHY_RUN_MS) delayMs = MIN_RESTART_DELAY_MS;
      log(`The follower ended: ${how}. It restarts in ${delayMs / SECOND_MS} s.`);
      await delay(delayMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      delayMs = Math.min(MAX_RESTART_DELAY_MS, delayMs * 2);
    }
  }

  const supervised = supervise();
  return {
    async stop() {
      stopped.abort();
      await running?.stop();
      await supervised;
    },
  };
}
