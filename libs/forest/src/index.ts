export * from './table.ts';
export type * from './model.ts';
export { ForestError, forestErrors, type ForestErrorCode } from './errors.ts';
export { completeForestSettings, type ForestSettings } from './training/forest-settings.ts';
export { checkExamples } from './training/check-examples.ts';
export { type TrainedModel, trainForest, type TrainingContext, calibrateModel } from './training/train-forest.ts';
export { BinnedTreeModel, type ModelParts } from './prediction/tree-model.ts';
export { readModel } from './model-file/read-model.ts';
export { writeModel } from './model-file/write-model.ts';
export * from './training/thread-pool.ts';
export { type BinnedExamples, binExamples, type GrowthPlan } from './binning/binned-examples.ts';
export { allocateTreeMemory, createTreeGrower } from './training/grow-trees.ts';
export {
  drawBagCounts,
  fillOutOfBag,
  outOfBagBlockCount,
  outOfBagListLayout,
  outOfBagMeans,
  prepareOutOfBag,
} from './training/out-of-bag.ts';
export {
  averageTrees,
  flattenTree,
  joinTrees,
  setCovers,
  type Ensemble,
  type NestedTree,
  type Tree,
} from './ensemble.ts';
export { importMlRandomForest, convertMlTree, type MlForest } from './import/ml-random-forest.ts';
export { importScikitLearn } from './import/scikit-learn.ts';
export { importXgboost } from './import/xgboost.ts';
export type { CategoryNumbers, ImportContext } from './import/import-model.ts';
export { javascriptEngine } from './engine/javascript.ts';
export type { Engine } from './engine/engine.ts';
export { createReference, valuesAtEvenRanks } from './calibration/reference.ts';
export type { LogOddsAdjustment } from './calibration/adjust-calibrator.ts';
export { OffsetModel, type ValueOffset } from './calibration/offset-model.ts';
export { adjustReference, recalibrateModel } from './calibration/recalibrate-model.ts';
export { binColumn, binCount, type FeatureBins } from './binning/feature-bins.ts';
export { trainBoosting } from './training/boosting/train-boosting.ts';
export {
  type BoostingCapacity,
  type BoostingSettings,
  completeBoostingSettings,
  searchingSettings,
} from './training/boosting/boosting-settings.ts';
export { allocateBoostingExamples, type BoostingExamples } from './training/boosting/boosting-examples.ts';
export { boost, type BoostingRun } from './training/boosting/boost.ts';
export type { Constraints } from './training/constraints.ts';
export { joinModels, type BlendMember, type JoinedModels } from './blend/join-models.ts';
export { halfLifeWeights } from './training/half-life-weights.ts';
export { type DependencePoint, partialDependence, permutationImportance, withValue } from './explanation/importance.ts';
export { type Interaction } from './explanation/interactions.ts';
