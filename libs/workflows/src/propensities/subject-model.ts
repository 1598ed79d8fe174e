import { fastestEngine } from '@leadlight/learners';
import type { ModelEntry, PropensityModelStore } from '../ports/index.ts';
import type { ScoringModel } from '../scoring/scoring-model.ts';
import { anyModelFactsOf } from '../training/model-facts.ts';
import { readModelFile } from '../training/segments/model-file.ts';

/** A model of a propensity, ready to score. */
export type SubjectModel = Pick<ScoringModel, 'model' | 'schema' | 'threshold'> & { readonly entry: ModelEntry };

export function subjectModelOf(entry: ModelEntry, file: Uint8Array): SubjectModel {
  const model = readModelFile(file, fastestEngine());
  const { schema, threshold } = anyModelFactsOf(model);
  return { entry, model, schema, threshold };
}

/** Undefined where the propensity has no active model. */
export async function findActiveSubjectModel(
  models: PropensityModelStore,
  orgId: string,
  propensityId: string,
): Promise<SubjectModel | undefined> {
  const entry = await models.findActive(orgId, propensityId);
  return entry && subjectModelOf(entry, await models.getFile(orgId, propensityId, entry.id));
}
