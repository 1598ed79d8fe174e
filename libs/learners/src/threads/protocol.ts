import type { MessagePort } from 'node:worker_threads';
import type { GrowthPlan } from '@leadlight/forest';

/** Places in the control words that all threads of a crew share. */
export const controlWord = { nextTree: 0, treesDone: 1, phase: 2, nextBlock: 3, blocksDone: 4 } as const;
export const CONTROL_WORDS = 5;

/** What a helper is sent for one forest. */
export interface GrowTreesTask {
  readonly plan: GrowthPlan;
  /** The compiled core; absent = JavaScript. */
  readonly wasm?: WebAssembly.Module;
  /** Memory to attach to: the examples, and this thread's room for growing. */
  readonly examples: unknown;
  readonly treeMemory: unknown;
  readonly capacity: number;
  readonly control: Int32Array;
  /** For its trees, and for the second order. */
  readonly port: MessagePort;
}

/** What a thread is sent when the forest stands. */
export interface OutOfBagTask {
  readonly nodes: number;
  readonly forest: unknown;
  readonly list: unknown;
}

/** The next piece of work nobody has yet. */
export const claimNext = (control: Int32Array, place: number): number => Atomics.add(control, place, 1);

/** Waits for the second half of the work; false where there is none to come. */
export function waitForOutOfBag(control: Int32Array): boolean {
  Atomics.wait(control, controlWord.phase, 0);
  return Atomics.load(control, controlWord.phase) === 1;
}
