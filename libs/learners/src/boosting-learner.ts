import { trainBoosting } from '@leadlight/forest';
import { growingSettings, trainingContext } from './forest-learner.ts';
import type { Learner } from './learner.ts';

/** Gradient boosting on the forest's own histograms. */
export const boostingLearner: Learner = {
  id: 'boosting',
  train: (examples, settings) =>
    trainBoosting(examples, growingSettings(settings), trainingContext(examples, settings)),
};
