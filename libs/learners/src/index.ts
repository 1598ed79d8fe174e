import { forestLearner } from './forest-learner.ts';
import type { Learner, LearnerId } from './learner.ts';
import { mlRandomForestLearner } from './ml-random-forest-learner.ts';

export type * from './learner.ts';
export { fastestEngine, findCoreModule, wasmEngine } from './engine/wasm-engine.ts';
export { forestLearner, mlRandomForestLearner };

const learners: { readonly [Id in LearnerId]: Learner } = {
  forest: forestLearner,
  'ml-random-forest': mlRandomForestLearner,
};

export const learnerIds = Object.keys(learners) as LearnerId[];

/** True where `id` names a learner, so that text from outside can be checked. */
export const isLearnerId = (id: string): id is LearnerId => Object.hasOwn(learners, id);

export const learnerById = (id: LearnerId): Learner => learners[id];
