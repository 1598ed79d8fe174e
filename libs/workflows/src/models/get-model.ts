import type { ModelReport } from '@leadlight/contract';
import { WorkflowError } from '../errors.ts';
import type { ModelEntry, ModelStore } from '../ports/index.ts';
import { modelSummaryOf } from './list-models.ts';

/** @throws WorkflowError `unknown_model` */
export async function getModel(models: Pick<ModelStore, 'list'>, orgId: string, modelId: string): Promise<ModelEntry> {
  const entry = (await models.list(orgId)).find(({ id }) => id === modelId);
  if (entry) return entry;
  throw new WorkflowError('unknown_model', `This org has no model ${modelId}. "leadlight models list" names them.`, {
    modelId,
  });
}

/**
 * A model with what its training found out about it.
 * @throws WorkflowError `unknown_model`
 */
export async function getModelReport(
  { models }: { readonly models: Pick<ModelStore, 'list'> },
  orgId: string,
  modelId: string,
): Promise<ModelReport> {
  const entry = await getModel(models, orgId, modelId);
  return { model: modelSummaryOf(entry), report: entry.report };
}
