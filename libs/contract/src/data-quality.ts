import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { ModelSummary } from './models.ts';
import { LeadId, Unit } from './score-leads.ts';

const Count = z.int().min(0);

const Complaint = z
  .object({ leadId: LeadId, verdict: z.enum(['wrong', 'out_of_date']), givenAt: z.iso.datetime() })
  .meta({ id: 'Complaint', description: 'What a rep said about the reason on this lead.' });

/** How trustworthy the values of one feature are. */
export const FeatureQuality = z
  .object({
    feature: z.string(),
    field: z.string().meta({ description: 'The CRM field it reads.' }),
    labelKey: z.string(),
    label: z.string(),
    unit: Unit,
    missing: z.number().min(0).max(1).optional().meta({ description: 'Share of leads without a value in training.' }),
    drift: z
      .enum(['steady', 'moving', 'moved'])
      .optional()
      .meta({ description: 'Whether the newest leads differ in it from those the model learned from.' }),
    stability: z.number().optional().meta({ description: 'Population stability index behind `drift`.' }),
    wrong: Count,
    outOfDate: Count,
    helpful: Count,
    complaints: z.array(Complaint).meta({ description: 'The newest, newest first.' }),
  })
  .meta({ id: 'FeatureQuality' });
export type FeatureQuality = DeepReadonly<z.infer<typeof FeatureQuality>>;

/** Features to check: first those that reps complain about, then those that moved, then those that are often missing. */
export const DataQuality = z
  .object({
    model: ModelSummary.optional().meta({
      description: 'The model whose training is reported; absent where none is active.',
    }),
    since: z.iso.datetime().meta({ description: 'Feedback is counted from this time on.' }),
    features: z.array(FeatureQuality),
  })
  .meta({ id: 'DataQuality' });
export type DataQuality = DeepReadonly<z.infer<typeof DataQuality>>;
