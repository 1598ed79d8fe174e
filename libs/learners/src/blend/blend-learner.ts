import { binCount, trainForest, type Examples, type TrainedModel } from '@leadlight/forest';
import { logistic } from '../additive/logistic-learner.ts';
import { naiveBayes } from '../additive/naive-bayes-learner.ts';
import { trainAdditive } from '../additive/train-additive.ts';
import type { Learner, LearnerId, LearnerSettings } from '../learner.ts';
import { boostingLearner, createTrainingContext, treeGrowthSettings } from '../tree-learners.ts';
import { trainBlend, type BlendCandidate } from './train-blend.ts';

/** Deeper trees take twice as long to explain. */
const FOREST_DEPTH = 8;

/** Models trained on the same examples with the same settings, by learner. */
export type TrainedLearners = ReadonlyMap<LearnerId, TrainedModel>;

/**
 * A blend of boosting, a forest of log odds, logistic regression and naive Bayes, all on the bins of boosting. With constraints,
 * of the two that support them.
 * @param trained models that need not be trained again
 */
export function blendLearners(
  examples: Examples,
  settings: LearnerSettings,
  trained: TrainedLearners = new Map(),
): TrainedModel {
  const { facts, onProgress, blendWeights: weights } = settings;
  const inner = { ...settings, facts: {}, onProgress: undefined };
  const boosting = trained.get('boosting') ?? boostingLearner.train(examples, inner);
  onProgress?.(1, 3);
  const forest = trainLogOddsForest(examples, inner, boosting);
  onProgress?.(2, 3);
  const candidates: readonly BlendCandidate[] = [
    { learner: 'boosting', trained: boosting },
    { learner: 'forest', trained: forest },
    ...(isConstrained(settings) ? [] : trainAdditiveCandidates(examples, inner, boosting)),
  ];
  const blend = trainBlend(candidates, examples, { seed: settings.seed, facts, weights });
  onProgress?.(3, 3);
  return blend;
}

/** A forest whose raw predictions are log odds, with as many bins as boosting, so that both order categories alike. */
function trainLogOddsForest(examples: Examples, settings: LearnerSettings, { model }: TrainedModel): TrainedModel {
  const maxBins = Math.max(3, ...model.parts.bins.map(binCount));
  return trainForest(
    examples,
    { ...treeGrowthSettings(settings), maxBins, maxDepth: FOREST_DEPTH, leafValues: 'log odds' },
    createTrainingContext(examples, settings),
  );
}

const trainAdditiveCandidates = (
  examples: Examples,
  settings: LearnerSettings,
  { model }: TrainedModel,
): readonly BlendCandidate[] => [
  { learner: 'logistic', trained: trainAdditive(logistic, examples, settings, model.parts.bins) },
  { learner: 'naive-bayes', trained: trainAdditive(naiveBayes, examples, settings, model.parts.bins) },
];

/** Additive learners support no constraints. */
const isConstrained = ({ constraints, positiveWeight = 1 }: LearnerSettings): boolean =>
  positiveWeight !== 1 ||
  Object.keys(constraints?.monotonicConstraints ?? {}).length > 0 ||
  (constraints?.forbiddenInteractions ?? []).length > 0;

/** A weighted mean of the log odds of several learners, as one ensemble of trees. */
export const blendLearner: Learner = { id: 'blend', train: (examples, settings) => blendLearners(examples, settings) };
