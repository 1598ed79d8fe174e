import type { Finding } from '@leadlight/salesforce';
import type { Storage } from '@leadlight/storage';
import { listJobs, workerReport } from '@leadlight/workflows';
import { systemClock } from '../compose.ts';
import { formatMinute } from '../terminal/write-output.ts';

/**
 * How the background work for a synced org goes, and when it trains next; nothing before the first sync. Lost fields are left
 * out, because the findings about the model name them.
 */
export async function checkWorker(storage: Storage, orgId: string): Promise<readonly Finding[]> {
  const ports = { ...storage, clock: systemClock };
  const { level, finding, remedy, lastSyncedAt } = await workerReport(
    { ...ports, lostFields: () => Promise.resolve([]) },
    orgId,
  );
  if (lastSyncedAt === undefined) return [];
  const { nextTrainingAt } = await listJobs(ports, orgId);
  return [
    {
      check: 'worker',
      state: level === 'ok' ? 'ok' : 'warning',
      message: finding.english,
      ...(remedy && { remedy: remedy.english }),
    },
    nextTrainingFinding(nextTrainingAt === null ? null : Date.parse(nextTrainingAt), systemClock.now()),
  ];
}

/** @param at null where no worker has a schedule */
export function nextTrainingFinding(at: number | null, now: number): Finding {
  if (at === null) {
    const remedy = '"leadlight serve" trains on a schedule; "leadlight train" trains once.';
    return { check: 'training', state: 'warning', message: 'No worker trains on a schedule', remedy };
  }
  const message =
    at <= now
      ? 'A training is due: a running worker starts it within an hour'
      : `The next training is due at ${formatMinute(at)} UTC, or earlier if the daily check asks for it`;
  return { check: 'training', state: 'ok', message };
}
