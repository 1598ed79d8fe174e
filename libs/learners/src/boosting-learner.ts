import { trainBoosting } from '@leadlight/forest';
import { treeGrowthSettings, createTrainingContext } from './forest-learner.ts';
import type { Learner } from './learner.ts';

/** Our own gradient boosting, on the forest's histograms. */
export const boostingLearner: Learner = {
  id: 'boosting',
  train: (examples, settings) =>
    trainBoosting(examples, treeGrowthSettings(settings), createTrainingContext(examples, settings)),
};
