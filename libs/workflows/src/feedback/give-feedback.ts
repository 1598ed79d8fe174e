import type { FeedbackRequest, FeedbackResponse } from '@leadlight/contract';
import type { Clock, FeedbackStore } from '../ports/index.ts';

/** Keeps what somebody who knows the lead says of its score; the same id twice is one entry. */
export async function giveFeedback(
  { feedback, clock }: { readonly feedback: Pick<FeedbackStore, 'append'>; readonly clock: Clock },
  orgId: string,
  { id, leadId, modelId, verdict, comment }: FeedbackRequest,
  givenBy: string,
): Promise<FeedbackResponse> {
  const entry = { id, leadId, modelId, verdict, comment: comment ?? null, givenBy, at: clock.now() };
  return { id, repeated: !(await feedback.append(orgId, entry)) };
}
