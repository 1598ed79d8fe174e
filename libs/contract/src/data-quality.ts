import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { ModelSummary } from './models.ts';
import { LeadId, Unit } from './score-leads.ts';

const Count = z.int().min(0);

const Complaint = z
  .object({ leadId: LeadId, verdict: z.enum(['wrong', 'out_of_date']), givenAt: z.iso.datetime() })
  .meta({ id: 'Complaint', description: 'A rep said so of the reason on this lead.' });

/** What is known of the trustworthiness of one feature’s values. */
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
      .meta({ description: 'Whether the newest leads differ in it from those that the model learned from.' }),
    stability: z.number().optional().meta({ description: 'Population stability index behind `drift`.' }),
    wrong: Count,
    outOfDate: Count,
    helpful: Count,
    complaints: z.array(Complaint).meta({ description: 'The newest, newest first.' }),
  })
  .meta({ id: 'FeatureQuality' });
export type FeatureQuality = DeepReadonly<z.infer<typeof FeatureQuality>>;

/** Features to look after, those that reps complain of first, then those that moved, then those that are often missing. */
export const DataQuality = z
  .object({
    model: ModelSummary.optional().meta({ description: 'Whose training counted; absent where none is active.' }),
    since: z.iso.datetime().meta({ description: 'Feedback is counted from then on.' }),
    features: z.array(FeatureQuality),
  })
  .meta({ id: 'DataQuality' });
export type DataQuality = DeepReadonly<z.infer<typeof DataQuality>>;
