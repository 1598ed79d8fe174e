import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { Goal } from './scoring-settings.ts';

const Count = z.int().min(0);
const Share = z.number().min(0).max(1);

export const ConversionGrouping = z.enum(['band', 'rep', 'team', 'source', 'month']).meta({
  id: 'ConversionGrouping',
  description:
    '`band`: of the earliest score; `rep`: the present owner; `team`: the owner’s manager; `source`: the lead source; `month`: of the lead’s creation, UTC.',
});
export type ConversionGrouping = z.infer<typeof ConversionGrouping>;

/** Query of `GET /v1/conversion-rates`, as text. */
export const ConversionRatesQuery = z.strictObject({ groupedBy: ConversionGrouping });

const RateInterval = z.object({ low: Share, high: Share }).meta({
  id: 'RateInterval',
  description: '90 % Wilson interval of the rate.',
});

const Expected = z
  .object({
    leads: Count.meta({ description: 'Leads with a score, since which the horizon has passed.' }),
    reached: Count.meta({ description: 'Those of them that reached the goal.' }),
    expected: z.number().min(0).meta({ description: 'How many the probabilities of their earliest scores add up to.' }),
  })
  .meta({
    id: 'ExpectedConversions',
    description: 'What the scores predicted and what happened, for the same leads.',
  });

const figures = {
  settled: Count.meta({ description: 'Leads whose whole horizon has passed. Only they count in the rate.' }),
  reached: Count.meta({ description: 'Those of them that reached the goal within the horizon.' }),
  interval: RateInterval.nullable().meta({ description: 'null = no lead is settled.' }),
  unsettled: Count.meta({ description: 'Leads whose horizon has not passed.' }),
  unsettledReached: Count.meta({ description: 'Those of them that have reached the goal already.' }),
  scores: Expected.nullable().meta({ description: 'null = no score is old enough.' }),
};

const ConversionGroup = z
  .object({
    kind: z.enum(['band', 'user', 'queue', 'source', 'month', 'none', 'others']).meta({
      description: '`none`: leads without the value; `others`: the smallest groups together.',
    }),
    key: z.string().nullable().meta({
      description: 'The band, the id of the user or queue, the lead source, or the month as `2026-11`; null = none.',
    }),
    groups: Count.optional().meta({ description: 'Of `others`: how many groups these are.' }),
    ...figures,
  })
  .meta({ id: 'ConversionGroup' });

const HeldOutBand = z
  .object({ band: z.string(), settled: Count, reached: Count, interval: RateInterval.nullable() })
  .meta({ id: 'HeldOutBand', description: 'A band among the snapshots held out of the active model’s training.' });

/** How an org's leads turned out, by group. People are ids: who may know their names is decided in the CRM. */
export const ConversionRates = z
  .object({
    groupedBy: ConversionGrouping,
    goal: Goal,
    horizonDays: z.int().min(1).meta({
      description: 'Days within which the goal must be reached: after the creation, or for `band` after the score.',
    }),
    countedAt: z.iso.datetime(),
    overall: z.object(figures).meta({
      id: 'ConversionFigures',
      description: 'All leads; for `band`, those with a score by a model of this goal, given before they reached it.',
    }),
    groups: z.array(ConversionGroup).meta({
      description: 'Bands from A on, months from the newest on, the others from the largest on.',
    }),
    unscored: Count.optional().meta({
      description: 'For `band`: leads without such a score. They are in no group.',
    }),
    heldOut: z.array(HeldOutBand).optional().meta({
      description: 'For `band`: what is known from the first day, before any score is old enough.',
    }),
    unavailable: z.enum(['owner_not_read', 'source_not_read', 'no_managers']).optional().meta({
      description:
        'Why there are no groups: the field is not read, or no user has a manager, so that teams are not known.',
    }),
  })
  .meta({ id: 'ConversionRates' });
export type ConversionRates = DeepReadonly<z.infer<typeof ConversionRates>>;
export type ConversionGroup = ConversionRates['groups'][number];
