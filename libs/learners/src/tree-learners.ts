import { availableParallelism } from 'node:os';
import { type Examples, searchingSettings, trainBoosting, trainForest, type TrainingContext } from '@leadlight/forest';
import { fastestEngine, findCoreModule } from './engine/fastest-engine.ts';
import type { Learner, LearnerSettings } from './learner.ts';
import { createThreadPool } from './threads/thread-pool.ts';

/** With fewer rows a thread takes longer to start than it saves. */
const MIN_ROWS_FOR_THREADS = 10_000;

/** The fastest engine and, for many rows, as many threads as allowed. */
export function createTrainingContext(
  examples: Examples,
  { facts, onProgress, threads = availableParallelism() }: LearnerSettings,
): TrainingContext {
  const engine = fastestEngine();
  const wasm = engine.name === 'wasm' ? findCoreModule() : undefined;
  const threadPool = createThreadPool(examples.rows < MIN_ROWS_FOR_THREADS ? 1 : threads, wasm);
  return { engine, threadPool, facts, onProgress };
}

/** The settings that both tree learners support. */
export const treeGrowthSettings = ({ seed, constraints, positiveWeight }: LearnerSettings) => ({
  seed,
  positiveWeight,
  ...constraints,
});

/** Our own random forest, with settings that fit the number of examples. */
export const forestLearner: Learner = {
  id: 'forest',
  train: (examples, settings) =>
    trainForest(examples, treeGrowthSettings(settings), createTrainingContext(examples, settings)),
};

/** Our own gradient boosting, on the forest's histograms, with a capacity that fits the examples. */
export const boostingLearner: Learner = {
  id: 'boosting',
  train: (examples, settings) =>
    trainBoosting(
      examples,
      {
        ...(settings.quick ? {} : searchingSettings(examples.rows, settings.capacity)),
        ...treeGrowthSettings(settings),
      },
      createTrainingContext(examples, settings),
    ),
};
