import { codedMessage, DAY_MS, HOUR_MS, messageValue, type NamedLabel } from '@leadlight/common';
import type { WorkerFinding, WorkerRemedy, WorkerReport } from '@leadlight/contract';
import type { FieldLoss } from '../field-health/field-loss.ts';
import type { WorkerState } from '../ports/index.ts';

/** A follower syncs every quarter of an hour, in addition to the events it receives. */
export const SYNC_LATE_MS = 2 * HOUR_MS;
/** Scores are written within seconds; the CRM may be busy or short of API calls for a while. */
export const WRITING_LATE_MS = HOUR_MS;
/** Four weekly trainings in a row have failed, or thirty daily ones. */
export const TRAINING_LATE_MS = 31 * DAY_MS;

export type WorkerVerdict = Pick<WorkerReport, 'level' | 'finding' | 'remedy'>;

const remedies: Readonly<Record<WorkerRemedy, string>> = {
  run_first_sync: 'Run `leadlight sync` once.',
  start_worker: 'Start leadlight-worker.',
  check_worker_log:
    'Read the log of leadlight-worker; `leadlight doctor` checks sign-in, permissions and API calls left.',
  retrain: 'Run `leadlight train`, and read the log of leadlight-worker.',
  retry_job:
    '`leadlight jobs list` shows why, and `leadlight jobs retry` tries it again; otherwise it is tried again within the hour.',
  restore_field:
    'Restore the fields or the right to read them, or train a new model. `leadlight fields accept FIELD` writes the scores anyway.',
};

const time = (at: number) => messageValue('time', at);
const count = (value: number) => messageValue('count', value);

/**
 * The most severe finding about the work done for an org, with what to do about it.
 * @param held lost fields that hold scores back
 */
export function assessWorker(state: WorkerState, now: number, held: readonly FieldLoss[] = []): WorkerVerdict {
  const { lastSyncedAt, oldestWaitingAt, lastTrainedAt, followed, waitingScores, markedLeads, workFailedAt } = state;
  const isLate = (at: number | null, maxAgeMs: number): at is number => at !== null && now - at > maxAgeMs;
  if (lastSyncedAt === null) {
    return verdict('broken', 'never_synced', 'No sync has ever ended.', [], 'run_first_sync');
  }
  const synced = [time(lastSyncedAt)];
  if (isLate(lastSyncedAt, SYNC_LATE_MS)) {
    return followed
      ? verdict(
          'attention',
          'sync_late',
          'The org is followed, but the last sync ended {0}.',
          synced,
          'check_worker_log',
        )
      : verdict('broken', 'stopped', 'No process follows the org; the last sync ended {0}.', synced, 'start_worker');
  }
  if (held.length > 0) {
    const template = 'Scores are held back, because fields that the active model reads are lost or changed: {0}.';
    return verdict(
      'broken',
      'scores_held',
      template,
      [],
      'restore_field',
      held.map(({ field }) => ({ name: field })),
    );
  }
  if (isLate(oldestWaitingAt, WRITING_LATE_MS)) {
    const template = '{0} scores wait to be written to leads, the oldest since {1}.';
    return verdict(
      'attention',
      'writing_late',
      template,
      [count(waitingScores), time(oldestWaitingAt)],
      'check_worker_log',
    );
  }
  if (workFailedAt !== null) {
    return verdict(
      'attention',
      'work_failed',
      'The scheduled work of this org was given up {0}, after repeated failures.',
      [time(workFailedAt)],
      'retry_job',
    );
  }
  if (!followed) {
    return verdict(
      'attention',
      'not_followed',
      'No process follows the org; the last sync ended {0}.',
      synced,
      'start_worker',
    );
  }
  if (isLate(lastTrainedAt, TRAINING_LATE_MS)) {
    return verdict('attention', 'training_late', 'The last training ended {0}.', [time(lastTrainedAt)], 'retrain');
  }
  const template = 'Changes in the org are followed. The last sync ended {0}; {1} leads wait for a new score.';
  return verdict('ok', 'working', template, [...synced, count(markedLeads)]);
}

function verdict(
  level: WorkerVerdict['level'],
  finding: WorkerFinding,
  template: string,
  values: Parameters<typeof codedMessage>[2],
  remedy?: WorkerRemedy,
  names?: readonly NamedLabel[],
): WorkerVerdict {
  return {
    level,
    finding: codedMessage(finding, template, values, names),
    ...(remedy && { remedy: codedMessage(remedy, remedies[remedy]) }),
  };
}
