import { availableParallelism } from 'node:os';
import { type Examples, trainForest, type TrainingContext } from '@leadlight/forest';
import { fastestEngine, findCoreModule } from './engine/fastest-engine.ts';
import type { Learner, LearnerSettings } from './learner.ts';
import { createThreadPool } from './threads/thread-pool.ts';

/** Below this many rows a thread takes longer to start than to be of use. */
const MIN_ROWS_FOR_THREADS = 10_000;

/** The fastest engine and, for many rows, as many threads as may be had. */
export function createTrainingContext(
  examples: Examples,
  { facts, onProgress, threads }: LearnerSettings,
): TrainingContext {
  const engine = fastestEngine();
  const wasm = engine.name === 'wasm' ? findCoreModule() : undefined;
  const crew = createThreadPool(examples.rows < MIN_ROWS_FOR_THREADS ? 1 : (threads ?? availableParallelism()), wasm);
  return { engine, threadPool: crew, facts, onProgress };
}

/** What both tree learners take from a learner's settings. */
export const treeGrowthSettings = ({ seed, constraints, positiveWeight }: LearnerSettings) => ({
  ...{ seed, positiveWeight },
  ...constraints,
});

/** The project's own forest, with the settings that fit the number of examples. */
export const forestLearner: Learner = {
  id: 'forest',
  train: (examples, settings) =>
    trainForest(examples, treeGrowthSettings(settings), createTrainingContext(examples, settings)),
};
