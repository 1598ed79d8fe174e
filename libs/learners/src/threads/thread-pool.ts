import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import {
  singleThread,
  type BinnedExamples,
  type ThreadPool,
  fillOutOfBag,
  outOfBagBlockCount,
  outOfBagListLayout,
  prepareOutOfBag,
  allocateTreeMemory,
  type Tree,
  createTreeGrower,
} from '@leadlight/forest';
import { terminateWorkers, releaseWorkers, acquireWorkers, type TreeWorker } from './worker-pool.ts';
import { claimNext, CONTROL_WORDS, type OutOfBagTask, type GrowTreesTask, controlWord } from './protocol.ts';

/** A thread that has not answered for this long is given up; its trees are grown here. */
const WORKER_TIMEOUT_MS = 60_000;
/** A helper that served more rows than this is not kept: it would hold their memory until it next collects garbage. */
const MAX_ROWS_FOR_REUSE = 100_000;

/** Gives every helper its own room and the way to send trees back. */
function sendTasks(
  binned: BinnedExamples,
  helpers: readonly TreeWorker[],
  control: Int32Array,
  wasm: WebAssembly.Module | undefined,
): readonly MessagePort[] {
  const { plan, workspace: space } = binned;
  return helpers.map((helper) => {
    const { port1, port2 } = new MessageChannel();
    const { capacity, workspace: room } = allocateTreeMemory(plan, space);
    const order: GrowTreesTask = {
      plan,
      wasm,
      examples: space.memory,
      treeMemory: room.memory,
      capacity,
      control,
      port: port2,
    };
    helper.postMessage(order, [port2]);
    port1.unref();
    return port1;
  });
}

/** Waits until all claimed pieces are done; false where nothing moved for too long. */
function waitForAll(control: Int32Array, place: number, all: number): boolean {
  for (let done = Atomics.load(control, place); done < all; done = Atomics.load(control, place)) {
    if (Atomics.wait(control, place, done, WORKER_TIMEOUT_MS) === 'timed-out') return false;
  }
  return true;
}

/** What all helpers have sent so far, into its place. */
function collectTrees(ports: readonly MessagePort[], trees: (Tree | undefined)[]): void {
  for (const port of ports) {
    for (let sent = receiveMessageOnPort(port); sent; sent = receiveMessageOnPort(port)) {
      const { t, tree } = sent.message as { t: number; tree?: Tree };
      trees[t] = tree;
    }
  }
}

function growTrees(
  binned: BinnedExamples,
  ports: readonly MessagePort[],
  control: Int32Array,
  onTree: (n: number) => void,
): { readonly trees: Tree[]; readonly allAnswered: boolean } {
  const { trees: count } = binned.plan.settings;
  const trees = new Array<Tree | undefined>(count);
  const grow = createTreeGrower(binned);
  for (let t = claimNext(control, controlWord.nextTree); t < count; t = claimNext(control, controlWord.nextTree)) {
    trees[t] = grow(t);
    onTree(Atomics.add(control, controlWord.treesDone, 1) + 1);
  }
  const allAnswered = waitForAll(control, controlWord.treesDone, count);
  collectTrees(ports, trees);
  // Whatever a helper lost, or had no room for, comes out the same here.
  const whole = Array.from(trees, (tree, t) => tree ?? grow(t));
  onTree(count);
  return { trees: whole, allAnswered };
}

function computeOutOfBag(
  binned: BinnedExamples,
  ports: readonly MessagePort[],
  control: Int32Array,
  forest: ReturnType<typeof prepareOutOfBag>,
): boolean {
  const { plan, workspace: space } = binned;
  for (const port of ports) {
    const list = space.extend(outOfBagListLayout(plan)).memory;
    const order: OutOfBagTask = { nodes: forest.view.split.length, forest: forest.memory, list };
    port.postMessage(order);
  }
  Atomics.store(control, controlWord.phase, 1);
  Atomics.notify(control, controlWord.phase);
  const list = space.extend(outOfBagListLayout(plan));
  const blocks = outOfBagBlockCount(plan);
  for (let b = claimNext(control, controlWord.nextBlock); b < blocks; b = claimNext(control, controlWord.nextBlock)) {
    fillOutOfBag(plan, space, forest, list, b);
    Atomics.add(control, controlWord.blocksDone, 1);
  }
  const allAnswered = waitForAll(control, controlWord.blocksDone, blocks);
  if (!allAnswered) for (let b = 0; b < blocks; b++) fillOutOfBag(plan, space, forest, list, b);
  return allAnswered;
}

/**
 * This thread and `threads - 1` others on the same memory. It blocks until all is done, as any training does; whoever
 * must stay responsive trains in the background instead.
 * @param wasm the compiled core that the examples' engine runs; absent = JavaScript
 */
export function createThreadPool(threads: number, wasm: WebAssembly.Module | undefined): ThreadPool {
  if (threads < 2) return singleThread;
  return (binned, join, onTree) => {
    const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
    const helpers = acquireWorkers(threads - 1);
    const ports = sendTasks(binned, helpers, control, wasm);
    let wentWell = false;
    try {
      const { trees, allAnswered } = growTrees(binned, ports, control, onTree);
      const ensemble = join(trees);
      const forest = prepareOutOfBag(binned, ensemble);
      wentWell = computeOutOfBag(binned, ports, control, forest) && allAnswered;
      return { ensemble, outOfBag: Float64Array.from(forest.view.means) };
    } finally {
      if (Atomics.compareExchange(control, controlWord.phase, 0, 2) === 0) Atomics.notify(control, controlWord.phase);
      for (const port of ports) port.close();
      if (wentWell && binned.plan.rows <= MAX_ROWS_FOR_REUSE) releaseWorkers(helpers);
      else terminateWorkers(helpers);
    }
  };
}
