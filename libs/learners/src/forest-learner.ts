import { trainForest } from '@leadlight/forest';
import type { Learner } from './learner.ts';

/** The project's own forest, with the settings that fit the number of examples. */
export const forestLearner: Learner = {
  id: 'forest',
  train: (examples, { seed, facts, onProgress }) => trainForest(examples, { seed }, { facts, onProgress }),
};
