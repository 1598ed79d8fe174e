/** What a worker thread needs to grow trees, and nothing else, because every thread loads all of it at its start. */
export { examplesLayout } from './binning/binned-examples.ts';
export type { Arrays, Core, Engine, Layout, Workspace } from './engine/engine.ts';
export { byteLength, offsetsOf, viewsOver } from './engine/layout.ts';
export { growTreeIn, treeLayout } from './training/grow-trees.ts';
export { fillOutOfBag, outOfBagBlockCount, outOfBagLayout, outOfBagListLayout } from './training/out-of-bag.ts';
