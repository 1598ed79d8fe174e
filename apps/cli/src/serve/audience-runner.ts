import { setTimeout as delay } from 'node:timers/promises';
import { SECOND_MS } from '@leadlight/common';
import { isWriteDue } from '@leadlight/workflows';
import { systemClock, withStorage } from '../with-storage.ts';
import type { RunCommand } from './job-commands.ts';

const POLL_INTERVAL_MS = 5 * SECOND_MS;
const RETRY_INTERVAL_MS = 60 * SECOND_MS;

export interface AudienceRunner {
  readonly folder: string;
  /** Undefined: the only stored org. */
  readonly org: string | undefined;
  /** Runs a command of ours on the org, with --json. */
  readonly run: RunCommand;
  log(line: string): void;
}

/** Writes audiences of one org to their campaigns when they are due, until it is stopped. */
export function startAudienceRunner(runner: AudienceRunner): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const running = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await writeDueAudiences(runner, stopped.signal);
      } catch (error) {
        if (stopped.signal.aborted) return;
        runner.log(`Audiences cannot be written: ${(error as Error).message}`);
        await delay(RETRY_INTERVAL_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

/** Keeps storage open, because a query every few seconds is cheaper than opening it. */
const writeDueAudiences = ({ folder, org, run, log }: AudienceRunner, signal: AbortSignal): Promise<void> =>
  withStorage(folder, async ({ audiences, orgs }) => {
    while (!signal.aborted) {
      const orgId = org ?? (await orgs.list())[0]?.orgId;
      const due =
        orgId === undefined
          ? []
          : (await audiences.list(orgId)).filter((audience) => isWriteDue(audience, systemClock.now()));
      for (const { id, name } of due) {
        const { error, added, removed } = await run('audiences', 'write', id);
        log(
          error
            ? `The audience "${name}" was not written: ${error.message}`
            : `Audience "${name}": ${String(added)} campaign members added, ${String(removed)} removed.`,
        );
        // Whatever failed before the write could store that it did must not be repeated at once.
        if (error) await delay(RETRY_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
      }
      await delay(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  });
