import { baseRateLearner } from './additive/base-rate-learner.ts';
import type { Learner, LearnerId } from './learner.ts';
import { logisticLearner } from './additive/logistic-learner.ts';
import { blendLearner } from './blend/blend-learner.ts';
import { mlRandomForestLearner } from './ml-random-forest-learner.ts';
import { naiveBayesLearner } from './additive/naive-bayes-learner.ts';
import { rulesLearner } from './rules/rules-learner.ts';
import { boostingLearner, forestLearner } from './tree-learners.ts';

const learners: { readonly [Id in LearnerId]: Learner } = {
  forest: forestLearner,
  boosting: boostingLearner,
  'ml-random-forest': mlRandomForestLearner,
  'base-rate': baseRateLearner,
  'naive-bayes': naiveBayesLearner,
  logistic: logisticLearner,
  rules: rulesLearner,
  blend: blendLearner,
};

export const learnerIds = Object.keys(learners) as LearnerId[];

/** True where `id`, which may come from outside, names a learner. */
export const isLearnerId = (id: string): id is LearnerId => Object.hasOwn(learners, id);

/**
 * ```ts
 * const { model, outOfBag } = learnerById('forest').train(examples, { seed: 1 });
 * ```
 */
export const learnerById = (id: LearnerId): Learner => learners[id];
