import { SECOND_MS } from '@leadlight/common';
import type { Storage } from '@leadlight/storage';
import { isWriteDue } from '@leadlight/workflows';
import { systemClock } from '../with-storage.ts';
import type { RunCommand } from './job-commands.ts';
import { pause, pollStorage } from './poll-storage.ts';

export const AUDIENCE_POLL_INTERVAL_MS = 5 * SECOND_MS;
const RETRY_INTERVAL_MS = 60 * SECOND_MS;

export interface AudienceRunner {
  readonly folder: string;
  /** Undefined: the only stored org. */
  readonly org: string | undefined;
  /** Runs a command of ours on the org, with --json. */
  readonly run: RunCommand;
  log(line: string): void;
}

/** Writes audiences of one org to their campaigns and list views when they are due, until it is stopped. */
export const startAudienceRunner = ({ folder, org, run, log }: AudienceRunner): { stop(): Promise<void> } =>
  pollStorage({
    ...{ folder, org, intervalMs: AUDIENCE_POLL_INTERVAL_MS, retryMs: RETRY_INTERVAL_MS },
    onError: (message) => log(`Audiences cannot be written: ${message}`),
    async work(storage, orgId, signal) {
      // A failure that the write could not store would be repeated at once.
      if (!(await writeDueAudiences(storage, orgId, { run, log }))) await pause(RETRY_INTERVAL_MS, signal);
    },
  });

/** @returns whether all that were due are written */
export async function writeDueAudiences(
  { audiences }: Storage,
  orgId: string,
  { run, log }: Pick<AudienceRunner, 'run' | 'log'>,
): Promise<boolean> {
  let failures = 0;
  const due = (await audiences.list(orgId)).filter((audience) => isWriteDue(audience, systemClock.now()));
  for (const { id, name } of due) {
    const { error, added, removed } = await run('audiences', 'write', id);
    if (error) failures += 1;
    log(
      error
        ? `The audience "${name}" was not written: ${error.message}`
        : `Audience "${name}": ${String(added)} leads added, ${String(removed)} removed.`,
    );
  }
  if ((await audiences.endedListViews(orgId)).length > 0) {
    const { error, deleted, rejected } = await run('audiences', 'delete-list-views');
    const isRejected = Array.isArray(rejected) && rejected.length > 0;
    if (error || isRejected) failures += 1;
    log(
      error
        ? `List views of ended audiences were not deleted: ${error.message}`
        : `${String(deleted)} list views of ended audiences deleted.`,
    );
  }
  return failures === 0;
}
