import type { ModelSummary, Models } from '@leadlight/contract';
import type { ModelEntry, ModelStore } from '../../ports/index.ts';

/** The org’s models as they go over the wire, newest version first. */
export async function listModels(
  { models }: { readonly models: Pick<ModelStore, 'list'> },
  orgId: string,
): Promise<Models> {
  const entries = await models.list(orgId);
  return { models: entries.toSorted((a, b) => b.version - a.version).map(modelSummaryOf) };
}

export const modelSummaryOf = ({ id, version, learner, trainedAt, active }: ModelEntry): ModelSummary => ({
  id,
  version,
  learner,
  trainedAt: new Date(trainedAt).toISOString(),
  active,
});
