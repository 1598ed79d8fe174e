import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly.ts';
import { LeadId } from './score-leads.ts';

export const MAX_COMMENT_LENGTH = 1000;

const FeedbackId = z.uuid().meta({ description: 'Created by the caller; a repeated id is one entry.' });

const scoreVerdicts = ['agree', 'disagree'] as const;
const reasonVerdicts = ['wrong', 'out_of_date', 'helpful'] as const;
type ReasonVerdict = (typeof reasonVerdicts)[number];

const isReasonVerdict = (verdict: string): verdict is ReasonVerdict =>
  (reasonVerdicts as readonly string[]).includes(verdict);

/** What somebody who knows the lead says about its score, or about one of its reasons. */
export const FeedbackRequest = z
  .strictObject({
    id: FeedbackId,
    leadId: LeadId,
    modelId: z.string().regex(/^[0-9a-f]{16}$/, 'expected 16 hexadecimal digits'),
    inputHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits')
      .optional()
      .meta({ description: 'The hash of the score that this is about.' }),
    verdict: z.enum([...scoreVerdicts, ...reasonVerdicts]).meta({
      description:
        'About the whole score: `agree`, `disagree`. About one reason: `wrong` (the value is not true), `out_of_date`, `helpful`.',
    }),
    feature: z
      .string()
      .min(1)
      .max(255)
      .optional()
      .meta({ description: 'The reason’s `feature`, where it is about one reason.' }),
    comment: z.string().trim().min(1).max(MAX_COMMENT_LENGTH).optional(),
  })
  .refine(({ verdict, feature }) => isReasonVerdict(verdict) === (feature !== undefined), {
    error: 'expected a feature with wrong, out_of_date and helpful, and none with agree and disagree',
    path: ['feature'],
  })
  .meta({ id: 'FeedbackRequest' });
export type FeedbackRequest = DeepReadonly<z.infer<typeof FeedbackRequest>>;

export const FeedbackResponse = z
  .object({
    id: FeedbackId,
    repeated: z.boolean().meta({ description: 'True where this id was stored before: nothing was added.' }),
  })
  .meta({ id: 'FeedbackResponse' });
export type FeedbackResponse = DeepReadonly<z.infer<typeof FeedbackResponse>>;
