import { z } from 'zod';
import { toId18 } from '@leadlight/common';
import type { DeepReadonly } from './deep-readonly.ts';
import { Job } from './jobs.ts';
import { ModelSummary } from './models.ts';
import { Band, Reason, SimilarLeads } from './score-leads.ts';

const Count = z.int().min(0);
const Days = z.number().min(0);
const Probability = z.number().min(0).max(1);

export const PropensityId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected lower-case words with hyphens')
  .meta({ id: 'PropensityId', description: 'As listed by `GET /v1/propensities`.', example: 'account-churns' });

export const RecordId = z
  .string()
  .regex(/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/, 'expected a record id of 15 or 18 characters')
  .overwrite(toId18)
  .meta({
    id: 'RecordId',
    description: 'A Salesforce record id; one of 15 characters is widened to 18.',
    example: '001Q5g00000KpXcEAF',
  });

const MAX_DEPTH = 12;

/** Whether a JSON value has no more levels than a definition can need. */
const isFlatEnough = (value: unknown, levels = MAX_DEPTH): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((member) => isFlatEnough(member, levels - 1)));

export const PropensityDefinition = z
  .record(z.string().max(80), z.unknown())
  .refine((definition) => isFlatEnough(definition), `expected at most ${MAX_DEPTH} levels of members`)
  .meta({
    id: 'PropensityDefinition',
    description:
      'Who is asked about, and which event within which time: the JSON object that `leadlight propensities show` prints, whose members docs/propensities.md explains. Every member is validated.',
  });
export type PropensityDefinition = DeepReadonly<z.infer<typeof PropensityDefinition>>;

const Occurs = z.enum(['within', 'notWithin']).meta({
  description: '`within`: that the event happens within the horizon; `notWithin`: that it does not.',
});

export const PropensityModel = ModelSummary.extend({
  counts: z
    .object({
      subjects: Count.meta({ description: 'Records that were learned from.' }),
      snapshots: Count,
      positive: Count.meta({ description: 'Snapshots that were followed by what is predicted.' }),
      undecided: Count.meta({ description: 'Left out, because their outcome is not known yet.' }),
      censored: Count.meta({ description: 'Left out, because the record was deleted or merged first.' }),
    })
    .optional(),
  reportingDelayDays: Days.optional().meta({
    description: 'Days within which 95 of 100 events were entered in the org, unless the definition sets them.',
  }),
  gapDays: Days.optional().meta({ description: 'Days within which 9 of 10 events are followed by the next.' }),
}).meta({ id: 'PropensityModel', description: 'A model with the figures of its training.' });
export type PropensityModel = DeepReadonly<z.infer<typeof PropensityModel>>;

export const PropensitySummary = z
  .object({
    propensityId: z.string(),
    label: z.string(),
    objectName: z.string().meta({ description: 'API name of the object whose records are scored.' }),
    isFavourable: z.boolean().meta({ description: 'Whether the company wants it to happen; false for churn.' }),
    occurs: Occurs,
    horizonDays: Days,
    revision: z.int().min(1).meta({ description: 'Grows with every change.' }),
    activeModel: PropensityModel.nullable().meta({ description: 'null = nothing is scored.' }),
    newestModel: PropensityModel.nullable().meta({ description: 'null = it was never trained.' }),
    scoredRecords: Count,
  })
  .meta({ id: 'PropensitySummary', description: 'A prediction about the records of an object.' });
export type PropensitySummary = DeepReadonly<z.infer<typeof PropensitySummary>>;

export const Propensities = z
  .object({
    propensities: z.array(PropensitySummary).meta({ description: 'By id.' }),
    readyMade: z.array(PropensityDefinition).meta({ description: 'Definitions that can be added as they are.' }),
  })
  .meta({ id: 'Propensities' });
export type Propensities = DeepReadonly<z.infer<typeof Propensities>>;

export const Propensity = PropensitySummary.extend({
  definition: PropensityDefinition,
  changedAt: z.iso.datetime(),
  changedBy: z.string().meta({ description: '`api:` and the id of the key, or `cli`.' }),
  models: z.array(PropensityModel).meta({ description: 'Newest first; at most one is active.' }),
  training: Job.nullable().meta({ description: 'The training that was requested last; null = none lately.' }),
}).meta({ id: 'Propensity', description: 'A propensity with its definition and its models.' });
export type Propensity = DeepReadonly<z.infer<typeof Propensity>>;

export const PutPropensityRequest = z
  .strictObject({
    basedOn: Count.meta({ description: 'The revision that the change starts from; 0 = add it.' }),
    definition: PropensityDefinition,
  })
  .meta({ id: 'PutPropensityRequest' });
export type PutPropensityRequest = DeepReadonly<z.infer<typeof PutPropensityRequest>>;

export const RecordScore = z
  .object({
    propensityId: z.string(),
    label: z.string(),
    objectName: z.string(),
    recordId: z.string(),
    isFavourable: z.boolean(),
    occurs: Occurs,
    horizonDays: Days,
    score: z.int().min(1).max(99).meta({
      description: 'Percentile of the probability among the records that are asked about.',
    }),
    band: Band,
    probability: Probability,
    uncertain: z.boolean().optional().meta({ description: 'true = the range is wide.' }),
    baseline: Probability.meta({ description: 'Mean probability in training.' }),
    baselineScore: z.int(),
    reasons: z.array(Reason).meta({ description: 'The strongest first.' }),
    relations: z
      .array(
        z
          .object({
            name: z.string().meta({ description: 'The `field` of the reasons that are about them.' }),
            label: z.string(),
            objectName: z.string(),
            amountField: z.string().nullable(),
          })
          .meta({ id: 'RecordRelation' }),
      )
      .meta({
        description:
          'Records that belong to it and that reasons are about, so that a client can hide what its user may not read.',
      }),
    otherPoints: z.int().meta({ description: '`baselineScore` + the points of all reasons + these = `score`.' }),
    similarRecords: SimilarLeads.meta({
      id: 'SimilarRecords',
      description:
        'How many past records with a similar score there were, and for which share of them it came true; low and high are a 90 % Wilson interval.',
    }),
    model: z.object({
      id: z.string(),
      version: z.int().min(1).nullable().meta({ description: 'null = the model is no longer stored.' }),
    }),
    scoredAt: z.iso.datetime(),
  })
  .meta({ id: 'RecordScore', description: 'The latest score of a record.' });
export type RecordScore = DeepReadonly<z.infer<typeof RecordScore>>;
