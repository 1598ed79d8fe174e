import {
  allocateBoostingExamples,
  averageTrees,
  binExamples,
  boost,
  type BoostingSettings,
  completeBoostingSettings,
  completeForestSettings,
  createTreeGrower,
  type Engine,
  type Examples,
  type ForestSettings,
  javascriptEngine,
} from '@leadlight/forest';
import { fastestEngine, findCoreModule } from '@leadlight/learners';

export const wasm: Engine = fastestEngine();
export const wasmModule = findCoreModule();
export const javascript: Engine = javascriptEngine;

/** Settings of every forest where times are compared. */
export const commonSettings = { trees: 100, maxDepth: 16, minLeaf: 5, featuresPerSplit: 5 } as const;
export const commonPeerSettings = { trees: 100, depth: 16, leaf: 5, features: 5 } as const;

/** The same work as scikit-learn's `fit`: bins and trees, without out-of-bag predictions. */
export function fitForest(examples: Examples, engine: Engine, given: Partial<ForestSettings> = commonSettings): void {
  const settings = completeForestSettings(given, examples.rows, examples.columns.length);
  const binned = binExamples(examples, settings, engine);
  const grow = createTreeGrower(binned);
  averageTrees(Array.from({ length: settings.trees }, (_, t) => grow(t)));
}

/** The same work as xgboost's `fit`: bins and a given number of trees, without validation. */
export function fitBoosting(examples: Examples, engine: Engine, trees: number, maxDepth: number): void {
  const given: Partial<BoostingSettings> = {
    rounds: trees,
    maxDepth,
    subsample: 1,
    colsampleByTree: 1,
    minChildWeight: 1,
  };
  const settings = completeBoostingSettings(given, examples.rows);
  const binned = allocateBoostingExamples(examples, settings, engine);
  binned.workspace.view.trainingRows.fill(1);
  boost(binned, settings, trees, false, () => undefined);
}

/** The numbers that peers get for categories: ranks by smoothed rate in these examples; NaN for missing. */
export function categoryCodes(examples: Examples): readonly (ArrayLike<number> | undefined)[] {
  const settings = completeForestSettings({}, examples.rows, examples.columns.length);
  return binExamples(examples, settings, javascriptEngine).features.map((feature) =>
    feature.kind === 'categorical' ? Array.from(feature.bins, (bin) => (bin === 0 ? NaN : bin)) : undefined,
  );
}
