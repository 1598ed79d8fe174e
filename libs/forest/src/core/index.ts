/** All that the engines run: compiled by asc for WASM, run as it is for the JavaScript reference. */
export { treeKey } from './random.ts';
export { prepareScratch } from './histogram.ts';
export { drawBag } from './bag.ts';
export { growTree } from './grow.ts';
export { outOfBagMeans, sumOfRow, sumOfRows } from './predict.ts';
export { layOutTrees, sumOfColumns, TOP_WORDS } from './walk.ts';
export { explainTrees } from './shapley.ts';
export { addTree, growBoostTree, logisticPairs, validationLoss, sampleFeatures, sampleRows } from './boost.ts';
export { binNumbers, binNumbersByRow, binNumbersTwice } from './bin.ts';
