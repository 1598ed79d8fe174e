export type * from './table.ts';
export type * from './model.ts';
export { ForestError, type ForestErrorCode, type ForestProblem } from './errors.ts';
export { completeSettings, type ForestSettings } from './settings.ts';
export { checkExamples } from './check-examples.ts';
export { type Trained, trainForest, type TrainingContext, calibrateModel } from './train-forest.ts';
export { BinnedTreeModel, type ModelParts } from './tree-model.ts';
export { readModel } from './model-file/read-model.ts';
export { writeModel } from './model-file/write-model.ts';
export * from './crew.ts';
export { type BinnedExamples, binExamples, type GrowingPlan } from './binned-examples.ts';
export { reserveTreeRoom, treeGrower } from './grow-forest.ts';
export {
  bagOf,
  fillOutOfBag,
  outOfBagBlocks,
  outOfBagListLayout,
  outOfBagMeans,
  prepareOutOfBag,
} from './out-of-bag.ts';
export { setCovers } from './cover.ts';
export { joinTrees, type Ensemble, type Tree } from './ensemble.ts';
export { importMlRandomForest, mlTree, type MlForest } from './import/ml-random-forest.ts';
export { importScikitLearn } from './import/scikit-learn.ts';
export { importXgboost } from './import/xgboost.ts';
export type { ImportContext } from './import/import-model.ts';
export { javascriptEngine } from './engine/javascript.ts';
export type { Engine } from './engine/engine.ts';
export { layOut, type PlainTree } from './plain-tree.ts';
export { referenceOf } from './reference.ts';
export type { FeatureBins } from './binning.ts';
export { trainBoosting } from './boosting/train-boosting.ts';
export { type BoostingSettings, completeBoostingSettings } from './boosting/settings.ts';
export { boostingSpace, type BoostingSpace } from './boosting/boosting-space.ts';
export { boost, type BoostingRun } from './boosting/boost.ts';
export type { Constraints } from './constraints.ts';
export { halfLifeWeights } from './weights.ts';
export {
  type DependencePoint,
  meanAbsoluteShapley,
  partialDependence,
  permutationImportance,
  sumByGroup,
  withValue,
} from './importance.ts';
export { type Interaction } from './interactions.ts';
