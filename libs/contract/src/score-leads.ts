import { toLeadId } from '@leadlight/common';
import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LocalizedMessage } from './localized-message.ts';

export const MAX_LEADS_PER_REQUEST = 200;
export const MAX_FIELDS_PER_LEAD = 1_000;
export const DEFAULT_REASONS = 5;
export const MAX_REASONS = 20;

const probability = z.number().min(0).max(1);
const score = z.int().min(1).max(99);

export const LeadId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected 1 to 64 letters, digits, hyphens or underscores')
  .overwrite(toLeadId)
  .meta({
    id: 'LeadId',
    description: 'The lead’s record id; one of 15 characters is widened to the 18 of Salesforce’s API.',
    example: '00Q5g00000KpXc1EAF',
  });

/** A CRM field's value; null = empty. */
export const FieldValue = z
  .union([z.string().max(32_000), z.number(), z.boolean(), z.null()], {
    error: 'expected text of at most 32,000 characters, a finite number, a boolean or null',
  })
  .meta({
    id: 'FieldValue',
    description:
      'Numbers as numbers, or as text such as 1200.5 that can mean nothing else; dates as ISO 8601 text, picklists and references as text, null = empty.',
  });

export const LeadToScore = z
  .strictObject({
    leadId: LeadId,
    fields: z
      .record(z.string().min(1).max(255), FieldValue)
      .refine(
        (fields) => Object.keys(fields).length <= MAX_FIELDS_PER_LEAD,
        `expected at most ${MAX_FIELDS_PER_LEAD} fields`,
      )
      .optional()
      .meta({
        description:
          'Fresh values by API name; they override what was synced. Fields of the org that the model does not read are ignored.',
      }),
  })
  .meta({ id: 'LeadToScore' });
export type LeadToScore = DeepReadonly<z.infer<typeof LeadToScore>>;

export const ScoreLeadsRequest = z
  .strictObject({
    leads: z.array(LeadToScore).min(1).max(MAX_LEADS_PER_REQUEST),
    maxReasons: z
      .int()
      .min(0)
      .max(MAX_REASONS)
      .optional()
      .meta({
        description: `How many reasons are listed, ${DEFAULT_REASONS} by default; the points of the others are summed in otherPoints. 0 is fastest.`,
      }),
    isView: z.boolean().optional().meta({
      description:
        'True if a person sees the scores as soon as they arrive, as on the lead page; false by default. An experiment counts views.',
    }),
  })
  .meta({ id: 'ScoreLeadsRequest' });
export type ScoreLeadsRequest = DeepReadonly<z.infer<typeof ScoreLeadsRequest>>;

/** A request whose leads are not validated yet: they are validated one by one, because there may be very many values. */
export const ScoreLeadsEnvelope = ScoreLeadsRequest.extend({
  leads: z.array(z.unknown()).min(1).max(MAX_LEADS_PER_REQUEST),
});

/** A lead of which only the number of fields is validated, before their values are. */
export const CountedLead = z.looseObject({
  fields: z
    .unknown()
    .optional()
    .refine(
      (fields) => typeof fields !== 'object' || fields === null || Object.keys(fields).length <= MAX_FIELDS_PER_LEAD,
      `expected at most ${MAX_FIELDS_PER_LEAD} fields`,
    ),
});

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'expected 1 to 128 printable ASCII characters without spaces')
  .meta({
    description:
      'Identifies the request, so that it can be repeated: for a day a repetition gets the first response again.',
  });

export const Band = z.enum(['A', 'B', 'C', 'D']).meta({ id: 'Band', description: 'A is the best.' });
export type Band = z.infer<typeof Band>;

export const Unit = z
  .enum(['count', 'days', 'hours', 'people', 'currency', 'fraction', 'hourOfDay', 'weekday', 'none'])
  .meta({ id: 'Unit' });

export const Reason = z
  .object({
    feature: z.string().meta({ description: 'The strongest feature of the field.' }),
    field: z.string().meta({ description: 'The CRM field a rep knows, or a group such as Activity or Campaign.' }),
    labelKey: z.string().meta({ description: 'Key of the translated label.' }),
    label: z.string().meta({ description: 'English label, shown where there is no translation.' }),
    value: z.union([z.string(), z.number(), z.boolean(), z.null()]).meta({ description: 'Raw; null = missing.' }),
    unit: Unit,
    points: z.int().meta({ description: 'Whole points of the score; positive raises it.' }),
  })
  .meta({ id: 'Reason' });
export type Reason = DeepReadonly<z.infer<typeof Reason>>;

export const SimilarLeads = z
  .object({
    count: z.int().min(0).meta({ description: 'How many past leads had a similar score.' }),
    converted: probability.meta({ description: 'The fraction of them that converted.' }),
    low: probability,
    high: probability,
  })
  .meta({
    id: 'SimilarLeads',
    description:
      'How many past leads with a similar score converted; low and high are a 90 % Wilson interval, widened where needed to contain the lead’s probability.',
  });

export const Warning = z
  .object({
    code: z
      .enum([
        'not_synced',
        'unseen_category',
        'missing_field',
        'not_a_number',
        'not_a_date',
        'not_a_yes_or_no',
        'unknown_field',
      ])
      .meta({
        description:
          '`not_synced`: scored from the sent fields alone. `unseen_category`: the value did not occur in training and counts as missing. `missing_field`: the model reads a field that is not known of this lead. `not_a_number`, `not_a_date`, `not_a_yes_or_no`: the sent value cannot be read for certain and counts as missing. `unknown_field`: a field was sent that neither the org nor the model has.',
      }),
    field: z.string().optional(),
    count: z.int().min(1).optional().meta({
      description:
        'Where too many fields are concerned to name each: how many more there are. Absent where `field` is present.',
    }),
    cause: LocalizedMessage.optional().meta({
      description: 'What has happened to the field since training; absent where it is as it was.',
    }),
  })
  .meta({ id: 'Warning' });
export type Warning = DeepReadonly<z.infer<typeof Warning>>;

export const Unranked = z
  .object({
    code: z
      .enum([
        'throw_away_email',
        'test_email',
        'made_up_name',
        'gibberish_name',
        'no_contact',
        'closed_status',
        'past_horizon',
      ])
      .meta({
        description:
          'The first five: no real person. `closed_status`: nobody works on such leads any more. `past_horizon`: older than the number of days within which the model predicts the goal.',
      }),
    value: z.string().nullable().meta({
      description: 'The mail domain, word, status or number of days behind the reason; null where it needs none.',
    }),
  })
  .meta({ id: 'Unranked', description: 'Why a lead is scored but left out of lists by score and of counts.' });
export type Unranked = DeepReadonly<z.infer<typeof Unranked>>;

/** One lead's score: baselineScore + Σ reasons.points + otherPoints = score, always. */
export const LeadScore = z
  .object({
    leadId: LeadId,
    score,
    band: Band,
    probability: probability.meta({ description: 'Calibrated probability of conversion within the model’s horizon.' }),
    qualified: z.boolean().meta({
      description: 'True where probability is at or above the threshold and the lead is ranked.',
    }),
    unranked: Unranked.optional().meta({
      description: 'Present where the lead does not belong in lists by score; its band is D, whatever its score.',
    }),
    baseline: probability.meta({ description: 'Probability of an average lead.' }),
    baselineScore: score,
    otherPoints: z.int().meta({ description: 'Points of the reasons that are not listed.' }),
    uncertain: z.literal(true).optional().meta({
      description:
        'Present where neither outcome can be ruled out: a class-conditional conformal set of 90 % confidence contains both.',
    }),
    similarLeads: SimilarLeads,
    reasons: z.array(Reason).meta({ description: 'Strongest first.' }),
    warnings: z.array(Warning),
    scoredAt: z.iso.datetime(),
    inputHash: z.string().meta({ description: 'SHA-256 of the scored row: equal inputs have equal hashes.' }),
  })
  .meta({ id: 'LeadScore', description: 'baselineScore + the points of all reasons + otherPoints = score, always.' });
export type LeadScore = DeepReadonly<z.infer<typeof LeadScore>>;

/** The model behind a response. */
export const ModelStamp = z
  .object({
    id: z.string(),
    version: z.int().min(1),
    trainedAt: z.iso.datetime(),
    byRules: z.literal(true).optional().meta({
      description:
        'Present where the points table scores instead of a model, because too few outcomes are known or an admin chose it.',
    }),
    goal: z.enum(['won', 'opportunity', 'status']).optional().meta({
      description: 'What counts as converted, in the words of this API; absent = the conversion of the lead.',
    }),
  })
  .meta({ id: 'ModelStamp' });
export type ModelStamp = DeepReadonly<z.infer<typeof ModelStamp>>;

/** Why one lead of a request has no score; the other leads have theirs. */
export const LeadProblem = z
  .object({ leadId: LeadId, type: z.string(), title: z.string(), detail: z.string().optional() })
  .meta({ id: 'LeadProblem' });
export type LeadProblem = DeepReadonly<z.infer<typeof LeadProblem>>;

export const ScoreLeadsResponse = z
  .object({
    model: ModelStamp,
    scores: z.array(LeadScore).meta({ description: 'In the order of the request, without leads that have a problem.' }),
    problems: z.array(LeadProblem).meta({ description: 'In the order of the request.' }),
  })
  .meta({ id: 'ScoreLeadsResponse', description: 'All scores are by one model.' });
export type ScoreLeadsResponse = DeepReadonly<z.infer<typeof ScoreLeadsResponse>>;
