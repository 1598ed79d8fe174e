/** What the engines run: compiled to WebAssembly by AssemblyScript, or run as it is by JavaScript. */
export { treeKey } from './random.ts';
export { prepareScratch } from './histogram.ts';
export { drawBag } from './bag.ts';
export { growTree } from './grow.ts';
export { outOfBagMeans, sumOfRow, sumOfRows } from './predict.ts';
export { layOutTrees, sumOfColumns, TOP_WORDS } from './walk.ts';
export { explainTrees } from './shapley.ts';
export { addTree, growBoostTree, sampleFeatures, sampleRows } from './boost.ts';
export { logisticGradients, validationLoss } from './logistic.ts';
export { binNumbers, binNumbersByRow, binNumbersTwice } from './bin.ts';
