import { createHash } from 'node:crypto';
import type { Json, TreeModel } from '@leadlight/forest';
import { DEFAULT_HORIZON_DAYS, type FeatureSchema } from '@leadlight/lead-features';
import type { GoalKind } from '@leadlight/report';
import { WorkflowError } from '../errors.ts';
import type { LearningSettings } from './assessment/fit.ts';
import type { SegmentPlan } from './segments/fit-published.ts';

/** A model's id: the first 16 hex digits of its file's SHA-256. */
export const modelIdOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex').slice(0, 16);

/** What a model file contains in addition to the trees. */
export interface ModelFacts {
  readonly schema: FeatureSchema;
  readonly threshold: number;
  readonly trainedAt: number;
  readonly examples: number;
  readonly converted: number;
  /** Days within which the model predicts the goal; absent for models of tables and of other programs. */
  readonly horizonDays?: number;
  /** What counts as success; absent for models of tables and of other programs. */
  readonly goal?: GoalKind;
  /** Statuses after which no lead reached the goal. */
  readonly closedStatuses?: readonly string[];
}

type ScoringFacts = Omit<ModelFacts, 'horizonDays' | 'goal' | 'closedStatuses'>;

/** @throws WorkflowError `model_not_for_leads` if it is of records of another object, or another program made the file */
export function modelFactsOf(model: TreeModel): ScoringFacts {
  const facts = anyModelFactsOf(model);
  if (facts.schema.object !== undefined) throw new WorkflowError('model_not_for_leads', {});
  return facts;
}

/** As `modelFactsOf`, of records of any object. @throws WorkflowError `model_not_for_leads` if there is no feature schema */
export function anyModelFactsOf(model: TreeModel): ScoringFacts {
  const {
    schema,
    threshold = 0.5,
    trainedAt = 0,
    examples = 0,
    converted = 0,
  } = model.facts as unknown as Partial<ModelFacts>;
  if (schema?.version !== 1 || !Array.isArray(schema.features)) throw new WorkflowError('model_not_for_leads', {});
  return { schema, threshold, trainedAt, examples, converted };
}

/** Days within which a model predicts the goal. */
export const horizonDaysOf = ({ facts }: Pick<TreeModel, 'facts'>): number =>
  (facts as Partial<ModelFacts>).horizonDays ?? DEFAULT_HORIZON_DAYS;

/** The goal and the horizon that a model was trained for. Two models can be compared only where they are the same. */
export function predictionOf(model: Pick<TreeModel, 'facts'>): string {
  const { goal = 'converted' } = model.facts as Partial<ModelFacts>;
  return `"${goal}" within ${horizonDaysOf(model)} days`;
}

/** The learning settings as a model file contains them. */
export const learningFactsOf = ({
  halfLifeDays = null,
  classWeight = 1,
  monotonicConstraints = {},
  forbiddenInteractions = [],
  pointsTable = null,
  quick,
  blendWeights,
}: LearningSettings): Json =>
  ({
    halfLifeDays,
    classWeight,
    monotonicConstraints,
    forbiddenInteractions,
    pointsTable,
    ...(quick && { quick }),
    ...(blendWeights && { blendWeights }),
  }) as unknown as Json;

/** The settings to train another model like this one; the defaults if its file has none. */
export const learningSettingsOf = ({ facts }: TreeModel, seed: number): LearningSettings => ({
  ...(facts.learning as unknown as Omit<LearningSettings, 'seed'> | undefined),
  seed,
});

/** The segments that have their own model or offset. */
export const segmentPlanOf = ({ facts }: TreeModel): SegmentPlan | undefined =>
  facts.segmentPlan as unknown as SegmentPlan | undefined;
