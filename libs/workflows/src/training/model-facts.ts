import type { Json, TreeModel } from '@leadlight/forest';
import type { FeatureSchema } from '@leadlight/lead-features';
import type { LearningSettings } from './assessment/fit.ts';
import type { SegmentPlan } from './segments/fit-published.ts';
import { WorkflowError } from '../errors.ts';

/** What a model file of ours says of itself besides its trees. */
export interface ModelFacts {
  readonly schema: FeatureSchema;
  readonly threshold: number;
  readonly trainedAt: number;
  readonly examples: number;
  readonly converted: number;
}

/** @throws WorkflowError `model_not_for_leads` where the model was made elsewhere and carries no feature schema */
export function modelFactsOf(model: TreeModel): ModelFacts {
  const facts = model.facts as unknown as Partial<ModelFacts>;
  if (facts.schema?.version !== 1 || !Array.isArray(facts.schema.features)) {
    throw new WorkflowError('model_not_for_leads', {});
  }
  return {
    schema: facts.schema,
    threshold: facts.threshold ?? 0.5,
    trainedAt: facts.trainedAt ?? 0,
    examples: facts.examples ?? 0,
    converted: facts.converted ?? 0,
  };
}

/** How a model was grown, as its file keeps it. */
export const learningFactsOf = ({
  halfLifeDays = null,
  classWeight = 1,
  monotonicConstraints = {},
  interactionConstraints = [],
  pointsTable = null,
}: LearningSettings): Json =>
  ({ halfLifeDays, classWeight, monotonicConstraints, interactionConstraints, pointsTable }) as unknown as Json;

/** The settings to grow another model as this one was grown; the usual ones where its file keeps none. */
export const learningSettingsOf = ({ facts }: TreeModel, seed: number): LearningSettings => ({
  ...(facts.learning as unknown as Omit<LearningSettings, 'seed'> | undefined),
  seed,
});

/** Which segments the model has something of its own for. */
export const segmentPlanOf = ({ facts }: TreeModel): SegmentPlan | undefined =>
  facts.segmentPlan as unknown as SegmentPlan | undefined;
