import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { Band, LeadId } from './score-leads.ts';

export const MAX_RANKED_LEADS = 100;
export const DEFAULT_RANKED_LEADS = 20;

/** A lead in a list by score, as last scored. */
export const RankedLead = z
  .object({
    leadId: LeadId,
    score: z.int().min(1).max(99),
    band: Band,
    probability: z.number().min(0).max(1),
    qualified: z.boolean(),
    ownerId: z.string().nullable().meta({ description: 'A user or a queue; null where the org does not say.' }),
    ownerName: z.string().nullable().meta({ description: 'Null for a queue, and for a user that was not synced.' }),
    scoredAt: z.iso.datetime(),
  })
  .meta({ id: 'RankedLead' });
export type RankedLead = DeepReadonly<z.infer<typeof RankedLead>>;

export const RankedLeads = z
  .object({
    total: z.int().min(0).meta({ description: 'How many leads match, listed or not.' }),
    leads: z.array(RankedLead).meta({ description: 'The highest probability first.' }),
  })
  .meta({
    id: 'RankedLeads',
    description: 'Open leads as last scored, without those that lists by score leave out.',
  });
export type RankedLeads = DeepReadonly<z.infer<typeof RankedLeads>>;

/** Query of `GET /v1/leads`, as text. */
export const RankedLeadsQuery = z.strictObject({
  owner: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({ description: 'Only leads of this owner: the record id, or the exact name of one user.' }),
  band: Band.optional(),
  limit: z.coerce.number().int().min(1).max(MAX_RANKED_LEADS).default(DEFAULT_RANKED_LEADS),
});
export type RankedLeadsQuery = DeepReadonly<z.infer<typeof RankedLeadsQuery>>;
