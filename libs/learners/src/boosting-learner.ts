import { trainBoosting } from '@leadlight/forest';
import { trainingContext } from './forest-learner.ts';
import type { Learner } from './learner.ts';

/** Gradient boosting on the forest's own histograms. */
export const boostingLearner: Learner = {
  id: 'boosting',
  train: (examples, settings) => trainBoosting(examples, { seed: settings.seed }, trainingContext(examples, settings)),
};
