import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LeadId } from './score-leads.ts';

export const MAX_COMMENT_LENGTH = 1000;

const FeedbackId = z.uuid().meta({ description: 'Made by the caller: the same id twice is one entry.' });

/** What somebody who knows the lead says of its score. */
export const FeedbackRequest = z
  .strictObject({
    id: FeedbackId,
    leadId: LeadId,
    modelId: z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 hexadecimal digits'),
    verdict: z.enum(['agree', 'disagree']),
    comment: z.string().trim().min(1).max(MAX_COMMENT_LENGTH).optional(),
  })
  .meta({ id: 'FeedbackRequest' });
export type FeedbackRequest = DeepReadonly<z.infer<typeof FeedbackRequest>>;

export const FeedbackResponse = z
  .object({
    id: FeedbackId,
    repeated: z.boolean().meta({ description: 'True where this id had been kept before: nothing was added.' }),
  })
  .meta({ id: 'FeedbackResponse' });
export type FeedbackResponse = DeepReadonly<z.infer<typeof FeedbackResponse>>;
