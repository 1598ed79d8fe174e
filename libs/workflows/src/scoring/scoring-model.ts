import type { TreeModel } from '@leadlight/forest';
import { fastestEngine } from '@leadlight/learners';
import type { FeatureSchema } from '@leadlight/lead-features';
import type { ModelEntry } from '../ports/index.ts';
import { modelFactsOf } from '../training/model-facts.ts';
import { readModelFile } from '../training/segments/model-file.ts';
import type { People } from './people.ts';

/** A model with everything that scoring a lead needs. */
export interface ScoringModel {
  readonly entry: Pick<ModelEntry, 'id' | 'version' | 'trainedAt'>;
  readonly model: TreeModel;
  readonly schema: FeatureSchema;
  /** `qualified` is probability ≥ threshold. */
  readonly threshold: number;
  /** Absent if no feature names people. */
  readonly people?: People;
}

/** @throws ForestError; WorkflowError `model_not_for_leads` if the file contains no lead features */
export function scoringModelOf(entry: ModelEntry, file: Uint8Array): ScoringModel {
  const model = readModelFile(file, fastestEngine());
  const { schema, threshold } = modelFactsOf(model);
  return { entry, model, schema, threshold };
}
