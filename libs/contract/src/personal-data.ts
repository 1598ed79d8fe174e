import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LeadId } from './score-leads.ts';

/** Everything that is stored about one lead, for a person who has the right to it. */
export const LeadExport = z
  .object({
    leadId: LeadId,
    history: z
      .unknown()
      .meta({ description: 'Current fields, changes, activities and campaigns; null = never synced.' }),
    versions: z.array(z.unknown()).meta({ description: 'Every synced version of the lead, oldest first.' }),
    scores: z.array(z.unknown()).meta({ description: 'Every score, newest first.' }),
    experiments: z.array(z.unknown()).optional().meta({
      description: 'Experiments that the lead takes part in, with its arm; absent from older services.',
    }),
    shadowScores: z.array(z.unknown()).optional().meta({
      description: 'Scores by models that are compared with the active one; nobody saw them.',
    }),
    audiences: z
      .array(z.unknown())
      .optional()
      .meta({ description: 'Audiences that were written for the lead, or that it was held out of at random.' }),
    alerts: z.array(z.unknown()).optional().meta({
      description: 'Alerts about the lead that were sent to people; absent from older services.',
    }),
    feedback: z.array(z.unknown()),
    records: z.array(z.unknown()).optional().meta({
      description: 'What propensities read of the contacts and opportunities that the lead became.',
    }),
    propensityScores: z.array(z.unknown()).optional().meta({
      description: 'Scores by propensities of these contacts and opportunities, oldest first.',
    }),
  })
  .meta({ id: 'LeadExport' });
export type LeadExport = DeepReadonly<z.infer<typeof LeadExport>>;

export const LeadErasure = z
  .object({
    leadId: LeadId,
    found: z.boolean().meta({
      description: 'False where nothing was stored about this lead. A later sync does not store it either way.',
    }),
    removed: z.record(z.string(), z.int().min(0)).meta({ description: 'Rows removed by table.' }),
  })
  .meta({ id: 'LeadErasure' });
export type LeadErasure = DeepReadonly<z.infer<typeof LeadErasure>>;
