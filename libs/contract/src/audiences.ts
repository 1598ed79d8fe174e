import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LeadId } from './score-leads.ts';

const Count = z.int().min(0);
const MAX_LEADS = 1_000_000;

export const AudienceId = z
  .string()
  .regex(/^aud_[0-9a-f]{16}$/, 'expected the id of an audience')
  .meta({ id: 'AudienceId', description: 'As listed by `GET /v1/audiences`.', example: 'aud_0a1b2c3d4e5f6071' });

const CampaignId = z
  .string()
  .regex(/^701[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/, 'expected the id of a campaign')
  .meta({ id: 'CampaignId', description: 'Record id of a Salesforce campaign.', example: '701000000000001AAA' });

const ListViewFlag = z.boolean().meta({
  description: 'Whether the audience is shown in a list view of leads, instead of a campaign; false unless given.',
});

const FieldName = z.string().regex(/^[A-Za-z]\w{0,79}$/, 'expected the API name of a field');
const Score = z.int().min(1).max(99);

export const AudienceRange = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('score'), lowest: Score, highest: Score }),
    z.strictObject({
      kind: z.literal('band'),
      bands: z
        .array(z.enum(['A', 'B', 'C', 'D']))
        .min(1)
        .max(4),
    }),
    z.strictObject({ kind: z.literal('top'), leads: z.int().min(1).max(MAX_LEADS) }),
    z.strictObject({ kind: z.literal('value'), leads: z.int().min(1).max(MAX_LEADS), field: FieldName }),
  ])
  .meta({
    id: 'AudienceRange',
    description:
      'Which leads, by their last scores. `top`: the highest probabilities; `value`: the highest products of the probability and a number field.',
  });
export type AudienceRange = DeepReadonly<z.infer<typeof AudienceRange>>;

export const AudienceCondition = z
  .strictObject({
    field: FieldName,
    operator: z.enum(['equals', 'differs', 'at_least', 'below', 'filled', 'empty']),
    values: z.array(z.string().min(1).max(255)).max(100).meta({
      description:
        'As text: `true`, `100`, `Germany`. `equals` is met by any of them; `at_least` and `below` take one, `filled` and `empty` none.',
    }),
  })
  .meta({ id: 'AudienceCondition', description: 'A missing value meets no condition but `empty`.' });
export type AudienceCondition = DeepReadonly<z.infer<typeof AudienceCondition>>;

export const AudienceDefinition = z
  .strictObject({
    range: AudienceRange,
    conditions: z.array(AudienceCondition).max(20).meta({ description: 'A lead must meet all.' }),
    channel: z.enum(['email', 'phone', 'both', 'other']).meta({
      description: 'Leads that have opted out of it are left out; `other` needs no consent.',
    }),
    notInCampaigns: z.array(CampaignId).max(50).meta({ description: 'Their members are left out.' }),
    notContactedForDays: z.int().min(1).max(3_650).nullable().meta({
      description: 'Leads that were contacted within this number of days are left out; null = no limit.',
    }),
    heldOutPercent: z.int().min(0).max(50).meta({
      description: 'Share of leads that is left out at random, to measure what the campaign changes.',
    }),
  })
  .meta({ id: 'AudienceDefinition' });
export type AudienceDefinition = DeepReadonly<z.infer<typeof AudienceDefinition>>;

const AudienceWrite = z
  .object({
    writtenAt: z.iso.datetime(),
    added: Count,
    removed: Count,
    unchanged: Count.meta({
      description: 'Campaign members, or leads of the list view, that were there before, and stay.',
    }),
    keptForResponse: Count.meta({ description: 'Have left the audience, and stay because they have responded.' }),
    removedByOthers: Count.meta({ description: 'Are not added again, because somebody has removed them.' }),
    rejected: Count.meta({ description: 'Records that the org rejected.' }),
    failure: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why nothing more was written; null = it was written.' }),
  })
  .meta({ id: 'AudienceWrite', description: 'What the last write to the campaign or list view did.' });

export const Audience = z
  .object({
    audienceId: z.string(),
    name: z.string(),
    definition: AudienceDefinition,
    campaignId: z.string().nullable().meta({ description: 'null = it is written to no campaign.' }),
    listView: z.boolean().meta({
      description:
        'Whether it is shown in a list view of leads. Otherwise, without a campaign, it is only counted and exported.',
    }),
    revision: z.int().min(1).meta({ description: 'Grows with every change.' }),
    confirmed: z.boolean().meta({ description: 'Whether somebody allowed this revision to be written.' }),
    confirmedBy: z.string().nullable(),
    changedAt: z.iso.datetime(),
    added: Count.meta({
      description: 'Leads that are members of the campaign, or in the list view, because of the audience.',
    }),
    heldOut: Count,
    isWriteDue: z.boolean().meta({ description: 'Whether a worker writes it within seconds.' }),
    lastWrite: AudienceWrite.nullable(),
  })
  .meta({ id: 'Audience', description: 'A saved selection of open leads.' });
export type Audience = DeepReadonly<z.infer<typeof Audience>>;

export const Audiences = z.object({ audiences: z.array(Audience) }).meta({ id: 'Audiences' });
export type Audiences = DeepReadonly<z.infer<typeof Audiences>>;

export const AudiencePreview = z
  .object({
    candidates: Count.meta({ description: 'Open leads with a score, except those that lists by score leave out.' }),
    members: Count,
    heldOut: Count,
    expectedConversions: z.number().min(0).meta({
      description: 'How many members would reach the goal within the horizon anyway: the sum of their probabilities.',
    }),
    excluded: z
      .object({
        optedOut: Count,
        inCampaign: Count,
        contactedLately: Count,
        conditionsNotMet: Count,
        outOfRange: Count,
      })
      .meta({ description: 'How many candidates are left out, each by the first reason that applies, in this order.' }),
    unreadFields: z
      .array(z.string())
      .meta({ description: 'Fields of the definition that the last sync did not read.' }),
    valuesNotFound: z.array(z.object({ field: z.string(), text: z.string() })).meta({
      description: 'Values of conditions that no open lead has.',
    }),
  })
  .meta({ id: 'AudiencePreview', description: 'Who would be in an audience now.' });
export type AudiencePreview = DeepReadonly<z.infer<typeof AudiencePreview>>;

export const AudienceWithPreview = z
  .object({ audience: Audience, preview: AudiencePreview })
  .meta({ id: 'AudienceWithPreview' });
export type AudienceWithPreview = DeepReadonly<z.infer<typeof AudienceWithPreview>>;

export const PreviewAudienceRequest = z
  .strictObject({ definition: AudienceDefinition })
  .meta({ id: 'PreviewAudienceRequest' });
export type PreviewAudienceRequest = DeepReadonly<z.infer<typeof PreviewAudienceRequest>>;

export const CreateAudienceRequest = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    definition: AudienceDefinition,
    campaignId: CampaignId.nullable(),
    listView: ListViewFlag.optional(),
  })
  .meta({ id: 'CreateAudienceRequest' });
export type CreateAudienceRequest = DeepReadonly<z.infer<typeof CreateAudienceRequest>>;

export const ChangeAudienceRequest = z
  .strictObject({
    revision: z.int().min(1).meta({ description: 'The revision that the change starts from.' }),
    definition: AudienceDefinition,
    campaignId: CampaignId.nullable(),
    listView: ListViewFlag.optional(),
  })
  .meta({ id: 'ChangeAudienceRequest' });
export type ChangeAudienceRequest = DeepReadonly<z.infer<typeof ChangeAudienceRequest>>;

export const ConfirmAudienceRequest = z
  .strictObject({ revision: z.int().min(1).meta({ description: 'The revision that was previewed.' }) })
  .meta({ id: 'ConfirmAudienceRequest' });
export type ConfirmAudienceRequest = DeepReadonly<z.infer<typeof ConfirmAudienceRequest>>;

export const DeletedAudience = z.object({ audienceId: z.string() }).meta({ id: 'DeletedAudience' });
export type DeletedAudience = DeepReadonly<z.infer<typeof DeletedAudience>>;

export const AudienceLeadsQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  offset: z.coerce.number().int().min(0).max(MAX_LEADS).default(0),
});
export type AudienceLeadsQuery = DeepReadonly<z.infer<typeof AudienceLeadsQuery>>;

export const AudienceLeads = z
  .object({
    total: Count,
    leads: z.array(
      z.object({
        leadId: LeadId,
        score: Score,
        band: z.string(),
        probability: z.number().min(0).max(1),
        isHeldOut: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'AudienceLeads', description: 'The leads of an audience, then those held out, each the best first.' });
export type AudienceLeads = DeepReadonly<z.infer<typeof AudienceLeads>>;
