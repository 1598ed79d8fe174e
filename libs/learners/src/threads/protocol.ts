import type { MessagePort } from 'node:worker_threads';
import type { GrowthPlan } from '@leadlight/forest';

/** Indices into the control words that the thread pool shares. */
export const controlWord = { nextTree: 0, treesDone: 1, phase: 2, nextBlock: 3, blocksDone: 4 } as const;
export const CONTROL_WORDS = 5;

/** Values of the control word `phase`. */
export const phase = { growing: 0, outOfBag: 1, cancelled: 2 } as const;

/** What a worker thread is sent for one forest. */
export interface GrowTreesTask {
  readonly plan: GrowthPlan;
  /** The compiled core; absent = JavaScript. */
  readonly wasm?: WebAssembly.Module;
  /** Memory to attach to: the shared examples, and this thread's memory for growing trees. */
  readonly examples: unknown;
  readonly treeMemory: unknown;
  /** Most nodes of a tree. */
  readonly capacity: number;
  readonly control: Int32Array;
  /** Trees are returned here, and the `OutOfBagTask` arrives here. */
  readonly port: MessagePort;
}

/** What a worker thread is sent when all trees are grown. */
export interface OutOfBagTask {
  readonly nodes: number;
  readonly forest: unknown;
  readonly list: unknown;
}

/** Claims trees or blocks 0..count - 1, one at a time, as long as there are any that no thread has claimed. */
export function* claimAll(control: Int32Array, word: number, count: number): Generator<number> {
  for (let next = Atomics.add(control, word, 1); next < count; next = Atomics.add(control, word, 1)) yield next;
}

/** Waits for the out-of-bag phase. @returns false where the work was cancelled */
export function waitForOutOfBag(control: Int32Array): boolean {
  Atomics.wait(control, controlWord.phase, phase.growing);
  return Atomics.load(control, controlWord.phase) === phase.outOfBag;
}
