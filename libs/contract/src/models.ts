import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';

export const ModelSummary = z
  .object({
    id: z.string(),
    version: z.int().min(1),
    learner: z.string(),
    trainedAt: z.iso.datetime(),
    active: z.boolean(),
  })
  .meta({ id: 'ModelSummary' });
export type ModelSummary = DeepReadonly<z.infer<typeof ModelSummary>>;

export const Models = z
  .object({ models: z.array(ModelSummary).meta({ description: 'Newest first; at most one is active.' }) })
  .meta({ id: 'Models' });
export type Models = DeepReadonly<z.infer<typeof Models>>;
