import { isWorkflowError } from '../errors.ts';
import { noProgress } from '../ports/index.ts';
import { syncOrg, type SyncPorts, type SyncResult } from './sync-org.ts';
import type { Log } from './log.ts';

/** Syncs once no other process does; ends early where the signal aborts. */
export type SyncWhenFree = (signal: AbortSignal) => Promise<void>;

/** A sync that also tells what had to be left out, each thing once. */
export function syncWhenFree(ports: SyncPorts, tell: Log): SyncWhenFree {
  const told = new Set<string>();
  return async (signal) => {
    while (!signal.aborted) {
      try {
        const { degradations } = await syncOrg(ports, noProgress);
        for (const sentence of degradations.map(sentenceOf)) {
          if (!told.has(sentence)) tell(sentence);
          told.add(sentence);
        }
        return;
      } catch (error) {
        if (!isWorkflowError(error, 'work_in_progress')) throw error;
      }
    }
  };
}

const sentenceOf = ({ stream, what, remedy }: SyncResult['degradations'][number]): string =>
  `${stream}: ${what}. ${remedy}`;
