import type { TreeModel } from '@leadlight/forest';
import { fastestEngine } from '@leadlight/learners';
import type { FeatureSchema } from '@leadlight/lead-features';
import type { ModelEntry } from '../ports/index.ts';
import { readModelFile } from '../training/segments/model-file.ts';
import type { People } from './people.ts';
import { modelFactsOf } from '../training/model-facts.ts';

/** A model with all that scoring a lead needs of it. */
export interface ScoringModel {
  readonly entry: Pick<ModelEntry, 'id' | 'version' | 'trainedAt'>;
  readonly model: TreeModel;
  readonly schema: FeatureSchema;
  /** `qualified` is probability ≥ threshold. */
  readonly threshold: number;
  /** Absent where no feature names people. */
  readonly people?: People;
}

/** @throws ForestError, WorkflowError `model_not_for_leads` where the file is no model of leads */
export function scoringModelOf(entry: ModelEntry, file: Uint8Array): ScoringModel {
  const model = readModelFile(file, fastestEngine());
  const { schema, threshold } = modelFactsOf(model);
  return { entry, model, schema, threshold };
}
