import type { FeedbackRequest, FeedbackResponse } from '@leadlight/contract';
import type { Clock, FeedbackStore } from '../ports/index.ts';

/** Keeps what somebody who knows the lead says of its score or of one reason; the same id twice is one entry. */
export async function giveFeedback(
  { feedback, clock }: { readonly feedback: Pick<FeedbackStore, 'append'>; readonly clock: Clock },
  orgId: string,
  { comment, inputHash, feature, ...said }: FeedbackRequest,
  givenBy: string,
): Promise<FeedbackResponse> {
  const optional = { comment: comment ?? null, inputHash: inputHash ?? null, feature: feature ?? null };
  const entry = { ...said, ...optional, givenBy, at: clock.now() };
  return { id: said.id, repeated: !(await feedback.append(orgId, entry)) };
}
