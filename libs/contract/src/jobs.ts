import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';

const Measure = z.number().nullable();
const Count = z.int().min(0);

export const JobKind = z.enum(['train', 'backtest']).meta({
  id: 'JobKind',
  description:
    '`train`: sync, train a new model, and publish it only if it is not worse than the active one. `backtest`: evaluate, month by month, a model trained at the start of the month.',
});
export type JobKind = z.infer<typeof JobKind>;

export const ModelComparison = z
  .object({
    measuredOn: z.enum(['settled_since', 'newest_fifth']).meta({
      description:
        '`settled_since`: snapshots that settled after the active model was trained; `newest_fifth`: too few of them.',
    }),
    rows: Count,
    converted: Count,
    difference: Measure.meta({
      description: 'Log loss of the new model less that of the active one: negative = better.',
    }),
    interval: z.object({ low: Measure, high: Measure }),
    challenger: z.enum(['better', 'worse', 'within noise']),
  })
  .meta({
    id: 'ModelComparison',
    description: 'A new model against the one that was active, on leads that neither knew.',
  });
export type ModelComparison = DeepReadonly<z.infer<typeof ModelComparison>>;

const TrainingResult = z
  .object({
    kind: z.literal('train'),
    modelId: z.string(),
    version: z.int().min(1),
    published: z.boolean(),
    comparison: ModelComparison.nullable().meta({ description: 'null = there was no model to compare with.' }),
  })
  .meta({ id: 'TrainingJobResult' });

const BacktestMonth = z
  .object({
    month: z.number().meta({ description: 'Its first instant, in milliseconds since 1970, UTC.' }),
    trainRows: Count,
    rows: Count,
    converted: Count,
    auc: Measure,
    ece: Measure,
    lift: Measure,
  })
  .meta({ id: 'BacktestMonth' });

const BacktestResult = z
  .object({
    kind: z.literal('backtest'),
    goal: z.enum(['won', 'opportunity', 'status']).optional().meta({
      description: 'What counts as converted, in the words of this API; absent = the conversion of the lead.',
    }),
    months: z.array(BacktestMonth).meta({ description: 'Oldest first; empty where no month could be tested.' }),
    auc: Measure,
    interval: z.object({ low: Measure, high: Measure }),
  })
  .meta({ id: 'BacktestJobResult' });

export const JobResult = z.discriminatedUnion('kind', [TrainingResult, BacktestResult]).meta({ id: 'JobResult' });
export type JobResult = DeepReadonly<z.infer<typeof JobResult>>;

export const JobProgress = z
  .object({
    step: z.string().meta({ description: 'Such as `reading leads` or `contenders`.' }),
    done: Count,
    total: Count.nullable().meta({ description: 'null = not known yet.' }),
  })
  .meta({ id: 'JobProgress' });
export type JobProgress = DeepReadonly<z.infer<typeof JobProgress>>;

export const Job = z
  .object({
    id: z.string(),
    kind: JobKind,
    propensityId: z.string().optional().meta({ description: 'Of a training of a propensity; absent = of leads.' }),
    state: z.enum(['waiting', 'running', 'done', 'failed']),
    requestedAt: z.iso.datetime(),
    requestedBy: z.string().meta({ description: '`api:` and the id of the key, or `cli`.' }),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    progress: JobProgress.nullable(),
    result: JobResult.nullable().meta({ description: 'Present when it is done.' }),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'Job', description: 'Work for an org that an administrator requested and a worker does.' });
export type Job = DeepReadonly<z.infer<typeof Job>>;

export const Jobs = z
  .object({
    jobs: z.array(Job).meta({ description: 'The newest 10, newest first. At most one waits or runs.' }),
    nextTrainingAt: z.iso.datetime().nullable().meta({
      description:
        'When the schedule trains next, or earlier where the daily check asks for it; null = no worker has trained on a schedule yet.',
    }),
  })
  .meta({ id: 'Jobs' });
export type Jobs = DeepReadonly<z.infer<typeof Jobs>>;

export const StartJobRequest = z.strictObject({ kind: JobKind }).meta({ id: 'StartJobRequest' });
export type StartJobRequest = DeepReadonly<z.infer<typeof StartJobRequest>>;
