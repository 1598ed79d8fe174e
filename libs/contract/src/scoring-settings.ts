import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LocalizedMessage } from './localized-message.ts';

const fieldNames = z.array(z.string().min(1).max(255)).max(1000);

export const Goal = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('converted') }),
    z.strictObject({ kind: z.literal('opportunity') }),
    z.strictObject({ kind: z.literal('won') }),
    z.strictObject({ kind: z.literal('status'), status: z.string().min(1).max(255) }),
  ])
  .meta({
    id: 'Goal',
    description: 'What counts as success: converted, converted with an opportunity, opportunity won, a status reached.',
  });

const Condition = z.union([
  z.strictObject({ is: z.array(z.string().max(255)).min(1).max(200) }),
  z.strictObject({ atLeast: z.number() }),
  z.strictObject({ below: z.number() }),
  z.strictObject({ missing: z.literal(true) }),
]);

export const PointsRule = z
  .strictObject({
    feature: z.string().min(1).max(255).meta({ description: 'A feature’s name, such as `lead_source`.' }),
    condition: Condition,
    points: z.number().min(-100).max(100),
  })
  .meta({
    id: 'PointsRule',
    description: 'Points for a lead that meets a condition; twenty points double the odds.',
  });

export type PointsRule = DeepReadonly<z.infer<typeof PointsRule>>;

export const JunkRules = z
  .strictObject({
    emailDomains: z.array(z.string().min(1).max(255)).max(1000),
    words: z.array(z.string().min(1).max(255)).max(1000),
    unreachable: z.boolean(),
    gibberish: z.boolean().optional().meta({
      description: 'Whether a person’s name made of random keys is junk; true where absent.',
    }),
  })
  .meta({
    id: 'JunkRules',
    description:
      'Leads left out of training and of lists by score: by mail domain, by a made-up name, or without address and phone.',
  });

const share = z.int().min(1).max(97);

export const BandShares = z
  .strictObject({ A: share, B: share, C: share, D: share })
  .refine(({ A, B, C, D }) => A + B + C + D === 100, 'the four shares must add up to 100')
  .meta({ id: 'BandShares', description: 'Percentage of the ranked open leads in each band; they add up to 100.' });
export type BandShares = DeepReadonly<z.infer<typeof BandShares>>;

export const ScoringLearner = z
  .enum(['best', 'forest', 'boosting', 'blend', 'logistic', 'naive-bayes', 'ml-random-forest', 'rules', 'base-rate'])
  .meta({
    id: 'ScoringLearner',
    description:
      '`best` = the learner that predicts newer leads best; without dates, the one with the best cross-validated predictions.',
  });

const days = z.int().min(1).max(3650);

/** How one org’s models are trained and leads scored: one document, stored with its earlier revisions. */
export const ScoringSettings = z
  .strictObject({
    version: z.literal(1),
    goal: Goal,
    horizonDays: days.nullable().meta({ description: 'null = the 90th percentile of the org’s own time to convert.' }),
    snapshotAgesDays: z.array(z.int().min(0).max(365)).min(1).max(8).meta({
      description: 'Ages of a lead at which snapshots are taken, in days.',
    }),
    excludedFields: fieldNames.meta({ description: 'Fields or features that the model never reads.' }),
    includedFields: fieldNames.meta({
      description:
        'Fields used although their past is unknown: an admin vouches that nobody changes them after creation.',
    }),
    allowedFields: fieldNames.meta({
      description: 'Fields or features used although the leakage report suspects them.',
    }),
    acceptedLosses: fieldNames.meta({
      description:
        'Lost fields that the active model reads, for which scores are not held back: they are written anyway.',
    }),
    historySince: z.record(z.string().max(255), z.iso.date()).meta({
      description: 'Tracked fields: since when their history is known, where an admin knows better than the evidence.',
    }),
    groupFields: fieldNames.optional().meta({
      description:
        'Fields or features by whose values the report measures the model for each group of leads, whether or not the model reads them.',
    }),
    segmentField: z.string().min(1).max(255).nullable(),
    threshold: z.number().gt(0).lt(1).meta({ description: '`qualified` is probability ≥ threshold.' }),
    capacityPerWeek: z
      .number()
      .positive()
      .max(1e9)
      .nullable()
      .meta({ description: 'Leads that can be worked per week.' }),
    dealValue: z.number().positive().max(1e12).nullable().meta({ description: 'What a conversion is worth.' }),
    callCost: z.number().positive().max(1e12).nullable().meta({ description: 'What working a lead costs.' }),
    junk: JunkRules.nullable().meta({ description: 'null = no lead is junk.' }),
    closedStatuses: z.array(z.string().min(1).max(255)).max(200).nullable().meta({
      description:
        'Statuses of leads that nobody works on any more: they are left out of lists by score. null = those after which no lead reached the goal, found at each training.',
    }),
    bandShares: BandShares,
    pointsTable: z.array(PointsRule).max(200).nullable().meta({ description: 'null = the built-in table.' }),
    learner: ScoringLearner,
    halfLifeDays: days
      .nullable()
      .meta({ description: 'Age at which a lead counts half; null = all leads count the same.' }),
    classWeight: z.number().min(0.01).max(100).meta({ description: 'Weight of a converted lead in growing trees.' }),
    monotonicConstraints: z.record(z.string().max(255), z.enum(['up', 'down'])).meta({
      description:
        'Numeric fields or features: `up` = a higher value never lowers the score, `down` = it never raises it.',
    }),
    forbiddenInteractions: z
      .array(z.tuple([z.string().max(255), z.string().max(255)]))
      .max(200)
      .meta({
        description: 'Pairs of fields or features that do not interact: their effects only add up.',
      }),
  })
  .meta({ id: 'ScoringSettings' });
export type ScoringSettings = DeepReadonly<z.infer<typeof ScoringSettings>>;

/** The settings to change. */
export const ScoringSettingsChange = ScoringSettings.omit({ version: true })
  .partial()
  .meta({ id: 'ScoringSettingsChange' });
export type ScoringSettingsChange = DeepReadonly<z.infer<typeof ScoringSettingsChange>>;

export const ChangeScoringSettingsRequest = z
  .strictObject({
    basedOn: z.int().min(0).optional().meta({
      description:
        'The revision that was read: the change is rejected where somebody else has changed the settings since.',
    }),
    change: ScoringSettingsChange,
  })
  .meta({ id: 'ChangeScoringSettingsRequest' });
export type ChangeScoringSettingsRequest = DeepReadonly<z.infer<typeof ChangeScoringSettingsRequest>>;

/** One field or feature, whether the model reads it, and why. */
export const FieldUse = z
  .object({
    field: z.string().meta({ description: 'API name; for a feature that reads no lead field, its own name.' }),
    label: z.string(),
    use: z.enum(['in', 'out']),
    verdict: z.enum(['excluded', 'suspect', 'fine']).nullable().meta({
      description: 'Of the last leakage report; null where it does not contain the field.',
    }),
    reasons: z.array(LocalizedMessage).meta({ description: 'Why it is in or out.' }),
    settingsList: z.enum(['excludedFields', 'includedFields', 'allowedFields']).nullable().meta({
      description:
        'The list of the settings to add it to, or remove it from, to change its use; null = it cannot be changed.',
    }),
    listed: z.boolean().meta({ description: 'Whether it is in that list now.' }),
  })
  .meta({ id: 'FieldUse' });
export type FieldUse = DeepReadonly<z.infer<typeof FieldUse>>;

export const ScoringSettingsState = z
  .object({
    settings: ScoringSettings,
    revision: z.int().min(0).meta({ description: '0 = nobody has changed anything yet.' }),
    changedAt: z.iso.datetime().nullable(),
    changedBy: z.string().nullable(),
    canUndo: z.boolean(),
    fields: z.array(FieldUse),
    builtInPointsTable: z.array(PointsRule).optional().meta({
      description: 'The rules that apply while `pointsTable` is null; absent from older services.',
    }),
  })
  .meta({ id: 'ScoringSettingsState' });
export type ScoringSettingsState = DeepReadonly<z.infer<typeof ScoringSettingsState>>;
