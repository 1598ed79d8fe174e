import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LeadId } from './score-leads.ts';

/** Everything that is kept about one lead, for whoever asks for it by right. */
export const LeadExport = z
  .object({
    leadId: LeadId,
    history: z
      .unknown()
      .meta({ description: 'Fields, changes, activities and campaigns as they stand; null = never synced.' }),
    versions: z.array(z.unknown()).meta({ description: 'Each version of the lead as it was synced, oldest first.' }),
    scores: z.array(z.unknown()).meta({ description: 'Every score given, newest first.' }),
    feedback: z.array(z.unknown()),
  })
  .meta({ id: 'LeadExport' });
export type LeadExport = DeepReadonly<z.infer<typeof LeadExport>>;

export const LeadErasure = z
  .object({
    leadId: LeadId,
    removed: z.record(z.string(), z.int().min(0)).meta({ description: 'Rows removed by table.' }),
  })
  .meta({ id: 'LeadErasure' });
export type LeadErasure = DeepReadonly<z.infer<typeof LeadErasure>>;
