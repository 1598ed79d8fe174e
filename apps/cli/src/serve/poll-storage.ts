import { setTimeout as delay } from 'node:timers/promises';
import type { Storage } from '@leadlight/storage';
import { withStorage } from '../with-storage.ts';

export interface Polling {
  readonly folder: string;
  /** Undefined: the only stored org. A function finds the orgs that have work. */
  readonly org: string | undefined | ((storage: Storage) => Promise<readonly string[]>);
  readonly intervalMs: number;
  /** The wait after a failure. */
  readonly retryMs: number;
  /** Looks for work of the org and does it. Not called while no org is stored. */
  work(storage: Storage, orgId: string, signal: AbortSignal): Promise<void>;
  onError(message: string): void;
}

/**
 * Looks for work in storage again and again, until it is stopped. Storage stays open, because a query every few seconds is cheaper
 * than opening it.
 */
export function pollStorage({ folder, org, intervalMs, retryMs, work, onError }: Polling): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const { signal } = stopped;
  const poll = () =>
    withStorage(folder, async (storage) => {
      while (!signal.aborted) {
        for (const orgId of await orgsWithWork(storage, org)) {
          if (!signal.aborted) await work(storage, orgId, signal);
        }
        await pause(intervalMs, signal);
      }
    });
  const running = (async () => {
    while (!signal.aborted) {
      try {
        await poll();
      } catch (error) {
        if (signal.aborted) return;
        onError((error as Error).message);
        await pause(retryMs, signal);
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

async function orgsWithWork(storage: Storage, org: Polling['org']): Promise<readonly string[]> {
  if (typeof org === 'function') return org(storage);
  const orgId = org ?? (await storage.orgs.list())[0]?.orgId;
  return orgId === undefined ? [] : [orgId];
}

/** Waits until the time has passed or the signal aborts. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);
