/** What a thread needs to grow trees that another one ordered, and no more, for a thread reads all of it when it starts. */
export { examplesLayout } from './binning/binned-examples.ts';
export type { Arrays, Core, Engine, Layout, Workspace } from './engine/engine.ts';
export { byteLength, offsetsOf, viewsOver } from './engine/layout.ts';
export { growTreeIn, treeLayout } from './training/grow-trees.ts';
export { fillOutOfBag, outOfBagBlockCount, outOfBagLayout, outOfBagListLayout } from './training/out-of-bag.ts';
