import type { FeedbackRequest, FeedbackResponse } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import type { Clock, FeedbackStore, LeadHistoryStore, ModelStore, ScoreLog } from '../ports/index.ts';
import type { ModelFeatures } from './model-features.ts';

export interface FeedbackPorts {
  readonly feedback: Pick<FeedbackStore, 'append'>;
  readonly leadHistories: Pick<LeadHistoryStore, 'findHistories'>;
  readonly scoreLog: Pick<ScoreLog, 'findBySubject'>;
  readonly models: Pick<ModelStore, 'list'>;
  readonly modelFeatures: Pick<ModelFeatures, 'names'>;
  readonly clock: Clock;
}

/**
 * Stores a user's feedback on a lead's score or on one of its reasons. The same id twice is one entry.
 * @throws WorkflowError `unknown_lead`, `unknown_model`, `unknown_feature_of_model`: feedback on what does not exist would
 *   count in no report
 */
export async function giveFeedback(
  ports: FeedbackPorts,
  orgId: string,
  request: FeedbackRequest,
  givenBy: string,
): Promise<FeedbackResponse> {
  await requireSubject(ports, orgId, request);
  const { id, leadId, modelId, verdict, comment, inputHash, feature } = request;
  const isNew = await ports.feedback.append(orgId, {
    id,
    subjectId: leadId,
    modelId,
    verdict,
    comment: comment ?? null,
    inputHash: inputHash ?? null,
    feature: feature ?? null,
    givenBy,
    givenAt: ports.clock.now(),
  });
  return { id, repeated: !isNew };
}

/** A lead that was scored on sent fields is known by its score. */
async function requireSubject(
  { leadHistories, scoreLog, models, modelFeatures }: FeedbackPorts,
  orgId: string,
  { leadId, modelId, feature }: FeedbackRequest,
): Promise<void> {
  const synced = (await leadHistories.findHistories(orgId, [leadId])).has(leadId);
  if (!synced && (await scoreLog.findBySubject(orgId, leadId, 1)).length === 0) {
    throw new WorkflowError('unknown_lead', { leadId });
  }
  if (!(await models.list(orgId)).some(({ id }) => id === modelId)) {
    throw new WorkflowError('unknown_model', { modelId });
  }
  if (feature !== undefined && !(await modelFeatures.names(orgId, modelId)).has(feature)) {
    throw new WorkflowError('unknown_feature_of_model', { modelId, feature });
  }
}
