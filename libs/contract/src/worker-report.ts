import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LocalizedMessage } from './localized-message.ts';

const Count = z.int().min(0);

/** What can be said about the worker, the most severe first. */
export const workerFindings = [
  'never_synced',
  'stopped',
  'sync_late',
  'scores_held',
  'writing_late',
  'work_failed',
  'not_followed',
  'training_late',
  'working',
] as const;
export type WorkerFinding = (typeof workerFindings)[number];

/** What the administrator can do about it. */
export const workerRemedies = [
  'run_first_sync',
  'start_worker',
  'check_worker_log',
  'retrain',
  'retry_job',
  'restore_field',
] as const;
export type WorkerRemedy = (typeof workerRemedies)[number];

/** How the background work for an org goes: following, scoring what changed, writing back, training. */
export const WorkerReport = z
  .object({
    level: z.enum(['ok', 'attention', 'broken']).meta({
      description: '`attention`: it works, but somebody should check. `broken`: scores get old until somebody acts.',
    }),
    finding: LocalizedMessage.meta({
      description: `The most severe finding. Its code is one of ${workerFindings.join(', ')}; later releases may add codes.`,
    }),
    remedy: LocalizedMessage.optional().meta({
      description: `What to do; absent where nothing is to be done. Its code is one of ${workerRemedies.join(', ')}; later releases may add codes.`,
    }),
    lostFields: z
      .array(LocalizedMessage)
      .optional()
      .meta({ description: 'Fields that the active model reads and that have been lost since its training.' }),
    followed: z.boolean().meta({ description: 'Whether a process follows the org at this moment.' }),
    lastSyncedAt: z.iso.datetime().optional().meta({ description: 'Absent before the first sync has ended.' }),
    markedLeads: Count.meta({ description: 'Leads that changed since they were last scored.' }),
    waitingScores: Count.meta({ description: 'Scores that the CRM has not taken yet.' }),
    oldestWaitingAt: z.iso.datetime().optional().meta({ description: 'Absent where none waits.' }),
    lastTrainedAt: z.iso
      .datetime()
      .optional()
      .meta({ description: 'Published or not; absent where none was trained.' }),
  })
  .meta({ id: 'WorkerReport' });
export type WorkerReport = DeepReadonly<z.infer<typeof WorkerReport>>;
