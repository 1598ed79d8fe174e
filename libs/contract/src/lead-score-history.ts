import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LeadId, LeadScore } from './score-leads.ts';

export const MAX_HISTORY_LENGTH = 200;
export const DEFAULT_HISTORY_LENGTH = 50;

/** A score as it was sent, with its model. */
export const PastScore = LeadScore.extend({
  model: z.object({ id: z.string(), version: z.int().min(1) }),
}).meta({ id: 'PastScore' });
export type PastScore = DeepReadonly<z.infer<typeof PastScore>>;

export const LeadScoreHistory = z
  .object({
    leadId: LeadId,
    scores: z.array(PastScore).meta({ description: 'Newest first; empty where the lead was never scored.' }),
  })
  .meta({ id: 'LeadScoreHistory' });
export type LeadScoreHistory = DeepReadonly<z.infer<typeof LeadScoreHistory>>;

/** Query of `GET /v1/leads/{leadId}/scores`, as text. */
export const LeadScoreHistoryQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_HISTORY_LENGTH).default(DEFAULT_HISTORY_LENGTH),
});
