import type { TreeModel } from '@leadlight/forest';
import { fastestEngine } from '@leadlight/learners';
import type { FeatureSchema, RankingRules } from '@leadlight/lead-features';
import type { BandShares } from '@leadlight/lead-score';
import type { ExperimentEntry, ModelEntry } from '../ports/index.ts';
import type { ScoringSettings } from '@leadlight/contract';
import { modelFactsOf, type ModelFacts } from '../training/model-facts.ts';
import { readModelFile } from '../training/segments/model-file.ts';
import type { FieldLoss } from '../field-health/field-loss.ts';
import type { People } from './people.ts';

/** A model with everything that scoring a lead needs. */
export interface ScoringModel {
  readonly entry: Pick<ModelEntry, 'id' | 'version' | 'trainedAt'>;
  /** Fields that it reads and that have been lost since, without those that an administrator has accepted; absent = none. */
  readonly losses?: readonly FieldLoss[];
  /** Fields whose loss an administrator has accepted; absent = none. */
  readonly accepted?: readonly string[];
  readonly model: TreeModel;
  readonly schema: FeatureSchema;
  /** `qualified` is probability ≥ threshold. */
  readonly threshold: number;
  /** Whom lists by score show; absent = every lead, in bands of the default shares. */
  readonly ranking?: Ranking;
  /** Whose scores are withheld; absent if no experiment runs or explores. */
  readonly experiment?: ExperimentEntry;
  /** Absent if no feature names people. */
  readonly people?: People;
}

/** How the scores of an org's open leads are ranked. */
export interface Ranking {
  readonly rules: RankingRules;
  readonly bandShares: BandShares;
  /** Probabilities of the ranked open leads at evenly spaced ranks; absent before all were scored with the model. */
  readonly openLeads?: readonly number[];
}

/** The ranking by the org's settings. What the settings leave open was found when the model was trained. */
export function rankingOf(
  model: TreeModel,
  { junk, closedStatuses, bandShares }: Pick<ScoringSettings, 'junk' | 'closedStatuses' | 'bandShares'>,
  openLeads?: readonly number[],
): Ranking {
  const { horizonDays, closedStatuses: found = [] } = model.facts as unknown as Partial<ModelFacts>;
  const rules = { junk, closedStatuses: closedStatuses ?? found, horizonDays };
  return { rules, bandShares, openLeads };
}

/** @throws ForestError; WorkflowError `model_not_for_leads` if the file contains no lead features */
export function scoringModelOf(entry: ModelEntry, file: Uint8Array): ScoringModel {
  const model = readModelFile(file, fastestEngine());
  const { schema, threshold } = modelFactsOf(model);
  return { entry, model, schema, threshold };
}
