import type { FeedbackRequest, FeedbackResponse } from '@leadlight/contract';
import type { Clock, FeedbackStore } from '../ports/index.ts';

/** Stores a user's feedback on a lead's score or on one of its reasons. The same id twice is one entry. */
export async function giveFeedback(
  { feedback, clock }: { readonly feedback: Pick<FeedbackStore, 'append'>; readonly clock: Clock },
  orgId: string,
  { id, leadId, modelId, verdict, comment, inputHash, feature }: FeedbackRequest,
  givenBy: string,
): Promise<FeedbackResponse> {
  const isNew = await feedback.append(orgId, {
    id,
    subjectId: leadId,
    modelId,
    verdict,
    comment: comment ?? null,
    inputHash: inputHash ?? null,
    feature: feature ?? null,
    givenBy,
    givenAt: clock.now(),
  });
  return { id, repeated: !isNew };
}
