import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { ModelId } from './models.ts';

const count = z.int().min(0);

const ChallengerEvidence = z
  .object({
    comparedAt: z.iso.datetime().meta({ description: 'When the two were compared; a worker does it every day.' }),
    leads: count.meta({ description: 'New leads that both have scored.' }),
    converted: count.meta({ description: 'Of these: those that have reached the goal so far.' }),
    settled: count,
    difference: z.number().meta({
      description: 'Log loss per lead of this model less that of the active one: negative = better.',
    }),
    better: z.number().min(0).meta({
      description: 'Evidence (e-value) that this model is better; it becomes active from `threshold` on.',
    }),
    worse: z.number().min(0).meta({ description: 'Evidence that it is worse.' }),
    threshold: z.number(),
  })
  .meta({ id: 'ChallengerEvidence' });

const Challenger = z
  .object({
    modelId: z.string(),
    version: z.int().min(1).nullable().meta({ description: 'null = the model is no longer stored.' }),
    role: z.enum(['challenger', 'former']).meta({
      description: '`challenger`: may replace the active model. `former`: was replaced and may come back.',
    }),
    besideVersion: z.int().min(1).nullable().meta({ description: 'Of the model that was active when it began.' }),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    endedAt: z.iso.datetime().nullable().meta({ description: 'null = it goes on.' }),
    endedAs: z.enum(['promoted', 'restored', 'worse', 'expired', 'stopped', 'replaced']).nullable().meta({
      description:
        '`promoted`, `restored`: it became active by its evidence. `expired`: no evidence within the time limit. `stopped`: by a person. `replaced`: by another model.',
    }),
    evidence: ChallengerEvidence.nullable().meta({ description: 'null = not compared yet.' }),
    failure: z.string().nullable().meta({ description: 'Why it could not score at the last attempt.' }),
  })
  .meta({
    id: 'Challenger',
    description: 'A model that scores the same leads as the active one, for comparison; nobody sees its scores.',
  });

export const Challengers = z
  .object({ challengers: z.array(Challenger).meta({ description: 'At most 10, the newest first.' }) })
  .meta({ id: 'Challengers' });
export type Challengers = DeepReadonly<z.infer<typeof Challengers>>;

export const StartChallengerRequest = z
  .strictObject({
    modelId: ModelId.optional().meta({ description: 'The newest model that is not active, if absent.' }),
  })
  .meta({ id: 'StartChallengerRequest' });
export type StartChallengerRequest = DeepReadonly<z.infer<typeof StartChallengerRequest>>;
