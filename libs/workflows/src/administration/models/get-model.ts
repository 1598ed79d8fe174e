import { TrainingReport, type ModelReport } from '@leadlight/contract';
import { WorkflowError } from '../../errors.ts';
import type { ModelEntry, ModelStore } from '../../ports/index.ts';
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
 * A model with what its training found out about it. Of a model that was made elsewhere, or by a version whose report was
 * another, only what the contract knows is told.
 * @throws WorkflowError `unknown_model`
 */
export async function getModelReport(
  { models }: { readonly models: Pick<ModelStore, 'list'> },
  orgId: string,
  modelId: string,
): Promise<ModelReport> {
  const entry = await getModel(models, orgId, modelId);
  return { model: modelSummaryOf(entry), report: toTrainingReport(entry.report) };
}

/** What of a stored report the contract knows. */
export function toTrainingReport(report: unknown): TrainingReport {
  const members = typeof report === 'object' && report !== null ? (report as Readonly<Record<string, unknown>>) : {};
  const known = Object.entries(TrainingReport.shape).flatMap(([name, schema]) => {
    const { data } = schema.safeParse(members[name]);
    return data === undefined ? [] : [[name, data]];
  });
  return Object.fromEntries(known) as TrainingReport;
}
