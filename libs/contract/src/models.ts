import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { ModelComparison } from './jobs.ts';
import { Holdout, TrainingReport } from './training-report.ts';

export const ModelSummary = z
  .object({
    id: z.string(),
    version: z.int().min(1),
    learner: z.string(),
    trainedAt: z.iso.datetime(),
    active: z.boolean(),
    holdout: Holdout.optional().meta({
      description: 'Its figures on the leads held out of its training; absent = not measured.',
    }),
    comparison: ModelComparison.optional().meta({
      description:
        'With the model that was active when it was trained; absent = it was not compared. Worse = not published.',
    }),
  })
  .meta({ id: 'ModelSummary' });
export type ModelSummary = DeepReadonly<z.infer<typeof ModelSummary>>;

export const Models = z
  .object({ models: z.array(ModelSummary).meta({ description: 'Newest first; at most one is active.' }) })
  .meta({ id: 'Models' });
export type Models = DeepReadonly<z.infer<typeof Models>>;

/** A model with the report of its training. */
export const ModelReport = z.object({ model: ModelSummary, report: TrainingReport }).meta({ id: 'ModelReport' });
export type ModelReport = DeepReadonly<z.infer<typeof ModelReport>>;

/** A model's card, ready to be saved or shown. */
export const ModelCard = z
  .object({
    modelId: z.string(),
    version: z.int().min(1),
    html: z.string().meta({ description: 'One page that needs no network and runs no script.' }),
    markdown: z.string(),
  })
  .meta({
    id: 'ModelCard',
    description: 'Intended use, data, measures, groups, limits, approvals, versions; in English.',
  });
export type ModelCard = DeepReadonly<z.infer<typeof ModelCard>>;

export const ModelId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, hyphens or underscores')
  .meta({ id: 'ModelId', description: 'As listed by `GET /v1/models`.', example: '9f2c41d07be35a68' });
