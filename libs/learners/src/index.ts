import { baseRateLearner } from './additive/base-rate-learner.ts';
import { boostingLearner } from './boosting-learner.ts';
import { forestLearner } from './forest-learner.ts';
import type { Learner, LearnerId } from './learner.ts';
import { logisticLearner } from './additive/logistic-learner.ts';
import { mlRandomForestLearner } from './ml-random-forest-learner.ts';
import { naiveBayesLearner } from './additive/naive-bayes-learner.ts';
import { rulesLearner } from './rules/rules-learner.ts';

export type * from './learner.ts';
export { fastestEngine, findCoreModule } from './engine/fastest-engine.ts';
export { wasmEngine } from './engine/wasm-engine.ts';
export { defaultBackgroundThreads, trainInBackground } from './threads/train-in-background.ts';
export { createThreadPool } from './threads/thread-pool.ts';
export { boostingLearner, forestLearner, mlRandomForestLearner };
export { contenderRoles } from './contender-roles.ts';
export type { ContenderRole } from './contender-roles.ts';
export { createRulesLearner } from './rules/rules-learner.ts';
export { defaultPointsTable } from './rules/points-table.ts';
export type { Condition, PointsRule, PointsTable } from './rules/points-table.ts';

const learners: { readonly [Id in LearnerId]: Learner } = {
  forest: forestLearner,
  boosting: boostingLearner,
  'ml-random-forest': mlRandomForestLearner,
  'base-rate': baseRateLearner,
  'naive-bayes': naiveBayesLearner,
  logistic: logisticLearner,
  rules: rulesLearner,
};

export const learnerIds = Object.keys(learners) as LearnerId[];

/** True where `id` names a learner, so that text from outside can be checked. */
export const isLearnerId = (id: string): id is LearnerId => Object.hasOwn(learners, id);

export const learnerById = (id: LearnerId): Learner => learners[id];
