import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';

const Count = z.int().min(0);

/** What is to be said of the worker, the gravest first. */
export const workerConditions = [
  'never_synced',
  'stopped',
  'sync_late',
  'writing_late',
  'not_followed',
  'training_late',
  'at_work',
] as const;
export type WorkerCondition = (typeof workerConditions)[number];

/** How the work goes that is done for an org beside answering: following, scoring what changed, writing back, training. */
export const WorkerReport = z
  .object({
    condition: z.string().meta({
      description: `One of ${workerConditions.join(', ')}; later releases may know more.`,
      example: 'at_work',
    }),
    followed: z.boolean().meta({ description: 'Whether a process follows the org at this moment.' }),
    lastSyncedAt: z.iso.datetime().optional().meta({ description: 'Absent where no sync ever ended.' }),
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
