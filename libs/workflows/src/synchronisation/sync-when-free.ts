import { isWorkflowError } from '../errors.ts';
import { noProgress } from '../ports/index.ts';
import { messageOf, type Log } from './log.ts';
import { syncOrg, type SyncPorts } from './sync-org.ts';
import { sleep, type WakeSignal } from './wake-signal.ts';

/** Syncs as soon as no other process does; ends early if the signal aborts. */
export type SyncWhenFree = (stop: AbortSignal) => Promise<void>;

/** A sync that also logs what could not be read, each message once. */
export function syncWhenFree(ports: SyncPorts, log: Log): SyncWhenFree {
  const logged = new Set<string>();
  return async (stop) => {
    while (!stop.aborted) {
      try {
        const { degradations, losses } = await syncOrg(ports, noProgress);
        const messages = [
          ...degradations.map(({ stream, what, remedy }) => `${stream}: ${what}. ${remedy}`),
          ...losses.map(({ message }) => message.english),
        ];
        for (const message of messages) {
          if (!logged.has(message)) log(message);
          logged.add(message);
        }
        return;
      } catch (error) {
        if (!isWorkflowError(error, 'work_in_progress')) throw error;
      }
    }
  };
}

/**
 * Syncs at intervals what no event reports: field history, e-mails, changes that the org's own automation makes after a
 * score is written, and rows that become visible late.
 */
export async function syncPeriodically(
  sync: SyncWhenFree,
  changesStored: WakeSignal,
  log: Log,
  intervalMs: number,
  stop: AbortSignal,
): Promise<void> {
  for (;;) {
    await sleep(intervalMs, stop);
    if (stop.aborted) return;
    try {
      await sync(stop);
      changesStored.notify();
    } catch (error) {
      log(`The regular sync failed: ${messageOf(error)} The next one continues where it stopped.`);
    }
  }
}
