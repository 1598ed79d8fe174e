import { trainForest } from '@leadlight/forest';
import { fastestEngine } from './engine/wasm-engine.ts';
import type { Learner } from './learner.ts';

/** The project's own forest, with the settings that fit the number of examples. */
export const forestLearner: Learner = {
  id: 'forest',
  train: (examples, { seed, facts, onProgress }) =>
    trainForest(examples, { seed }, { engine: fastestEngine(), facts, onProgress }),
};
