import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { Goal } from './scoring-settings.ts';

const share = z.number().min(0).max(1);
const openShare = z.number().gt(0).lt(1);

const design = z.enum(['lead', 'repFortnight']).meta({
  description:
    'What is assigned at random. `lead`: each lead. `repFortnight`: all leads of an owner that were created in a fortnight, for reps who share their time among their leads.',
});

const question = {
  design: design.optional(),
  hiddenShare: openShare.optional().meta({ description: 'Share of the leads whose score is hidden; 0.5 by default.' }),
  explorationShare: z.number().min(0).max(0.5).optional().meta({
    description:
      'Share of the leads of every band whose score stays hidden after the experiment too, and that are not compared; 0.05 by default.',
  }),
  baseRate: openShare.optional().meta({
    description: 'Share of leads that reach the goal without the score; measured in the org by default.',
  }),
  relativeEffect: z.number().gt(0).max(10).optional().meta({
    description: 'The smallest effect worth finding: 0.2, the default, is a fifth more.',
  }),
  power: openShare.optional().meta({ description: 'How often such an effect is found; 0.8 by default.' }),
};

export const StartExperimentRequest = z.strictObject(question).meta({ id: 'StartExperimentRequest' });
export type StartExperimentRequest = DeepReadonly<z.infer<typeof StartExperimentRequest>>;

/** A number in a query is text. */
const numeric = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() !== '' ? Number(value) : value), schema);

export const ExperimentPlanQuery = z.strictObject({
  design: question.design,
  hiddenShare: numeric(question.hiddenShare),
  explorationShare: numeric(question.explorationShare),
  baseRate: numeric(question.baseRate),
  relativeEffect: numeric(question.relativeEffect),
  power: numeric(question.power),
});

export const StopExperimentRequest = z
  .strictObject({
    endExploration: z.boolean().optional().meta({
      description: 'True = no score stays hidden; false, the default, keeps the exploration share hidden.',
    }),
  })
  .meta({ id: 'StopExperimentRequest' });
export type StopExperimentRequest = DeepReadonly<z.infer<typeof StopExperimentRequest>>;

const plan = {
  design,
  hiddenShare: share,
  explorationShare: share,
  baseRate: share,
  relativeEffect: z.number(),
  alpha: share.meta({
    description: 'Chance that an effect is reported where there is none, however often it is analysed.',
  }),
  power: share,
  plannedLeads: z.int().min(1).meta({ description: 'Settled leads of both arms together.' }),
  goal: Goal,
  horizonDays: z.number().positive(),
};

export const PlannedExperiment = z
  .object({
    ...plan,
    weeks: z.int().min(0).nullable().meta({
      description:
        'Until that many leads have come in and settled, at the present number of new leads; null = not known.',
    }),
    baseRateMeasuredOn: z.int().min(0).nullable().meta({
      description: 'Settled leads that the base rate was measured on; null = it was given.',
    }),
  })
  .meta({ id: 'PlannedExperiment' });
export type PlannedExperiment = DeepReadonly<z.infer<typeof PlannedExperiment>>;

const EffectRange = z.object({ difference: z.number(), low: z.number(), high: z.number() }).meta({
  id: 'EffectRange',
  description: 'Rate with the score minus rate without, with a range that holds however often it is analysed.',
});

export const Experiment = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'exploring', 'ended']).meta({
      description: '`exploring`: stopped, but the exploration share stays hidden.',
    }),
    startedAt: z.iso.datetime(),
    startedBy: z.string(),
    stoppedAt: z.iso.datetime().nullable(),
    ...plan,
  })
  .meta({ id: 'Experiment' });

const count = z.int().min(0);

/** The newest experiment of an org and where it stands. */
export const ExperimentReport = z
  .object({
    experiment: Experiment.nullable().meta({ description: 'null = there has been none.' }),
    standing: z
      .object({
        shown: count.meta({ description: 'Leads whose score is shown.' }),
        hidden: count,
        exploration: count.meta({ description: 'Leads whose score is hidden and that are not compared.' }),
        settled: count.meta({ description: 'Of the compared leads: those whose horizon has passed.' }),
        reached: count.meta({ description: 'Of the settled ones: those that reached the goal.' }),
        share: share.meta({ description: 'Share of the planned leads that are settled.' }),
        verdict: z.enum(['notKnown', 'helps', 'harms', 'notFound']).meta({
          description: '`notFound`: as many leads as planned are settled, and the range still contains 0.',
        }),
        shownRate: share.nullable(),
        hiddenRate: share.nullable(),
        effect: EffectRange.nullable().meta({ description: 'Intention to treat: all leads of each arm.' }),
        effectOnViewed: EffectRange.nullable().meta({
          description: 'On leads whose score somebody viewed; null where too few were viewed.',
        }),
      })
      .meta({ id: 'ExperimentStanding' })
      .nullable(),
  })
  .meta({ id: 'ExperimentReport' });
export type ExperimentReport = DeepReadonly<z.infer<typeof ExperimentReport>>;
