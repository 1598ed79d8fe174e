import { MessageChannel, type MessagePort, receiveMessageOnPort, type Worker } from 'node:worker_threads';
import {
  allocateTreeMemory,
  averageTrees,
  type BinnedExamples,
  createTreeGrower,
  fillOutOfBag,
  outOfBagBlockCount,
  outOfBagListLayout,
  prepareOutOfBag,
  singleThread,
  type ThreadPool,
  type Tree,
} from '@leadlight/forest';
import { claimAll, CONTROL_WORDS, controlWord, type GrowTreesTask, type OutOfBagTask, phase } from './protocol.ts';
import { acquireWorkers, releaseWorkers, terminateWorkers } from './worker-pool.ts';

/** After this long without progress the workers are given up, and this thread grows their trees. */
const WORKER_TIMEOUT_MS = 60_000;
/** Workers are terminated after a forest of more rows, as they would keep its memory until their next garbage collection. */
const MAX_ROWS_FOR_REUSE = 100_000;

/** Sends every worker its own memory for growing and a port for its trees. */
function sendTasks(
  { plan, workspace }: BinnedExamples,
  workers: readonly Worker[],
  control: Int32Array,
  wasm: WebAssembly.Module | undefined,
): readonly MessagePort[] {
  return workers.map((worker) => {
    const { port1, port2 } = new MessageChannel();
    const { capacity, workspace: tree } = allocateTreeMemory(plan, workspace);
    const { memory: examples } = workspace;
    const task: GrowTreesTask = { plan, wasm, examples, treeMemory: tree.memory, capacity, control, port: port2 };
    worker.postMessage(task, [port2]);
    port1.unref();
    return port1;
  });
}

/** Waits until `count` pieces of work are done. @returns false where there was no progress for too long */
function waitForAll(control: Int32Array, word: number, count: number): boolean {
  for (let done = Atomics.load(control, word); done < count; done = Atomics.load(control, word)) {
    if (Atomics.wait(control, word, done, WORKER_TIMEOUT_MS) === 'timed-out') return false;
  }
  return true;
}

/** Stores the trees that the workers have sent so far. */
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
): { readonly trees: Tree[]; readonly allFinished: boolean } {
  const { trees: count } = binned.plan.settings;
  const received = new Array<Tree | undefined>(count);
  const grow = createTreeGrower(binned);
  for (const t of claimAll(control, controlWord.nextTree, count)) {
    received[t] = grow(t);
    onTree(Atomics.add(control, controlWord.treesDone, 1) + 1);
  }
  const allFinished = waitForAll(control, controlWord.treesDone, count);
  collectTrees(ports, received);
  // A tree that a worker lost, or had no memory for, is grown here; it is the same tree.
  const trees = Array.from(received, (tree, t) => tree ?? grow(t));
  onTree(count);
  return { trees, allFinished };
}

function computeOutOfBag(
  { plan, workspace }: BinnedExamples,
  ports: readonly MessagePort[],
  control: Int32Array,
  forest: ReturnType<typeof prepareOutOfBag>,
): boolean {
  for (const port of ports) {
    const list = workspace.extend(outOfBagListLayout(plan)).memory;
    const task: OutOfBagTask = { nodes: forest.view.split.length, forest: forest.memory, list };
    port.postMessage(task);
  }
  Atomics.store(control, controlWord.phase, phase.outOfBag);
  Atomics.notify(control, controlWord.phase);
  const list = workspace.extend(outOfBagListLayout(plan));
  const blocks = outOfBagBlockCount(plan);
  for (const block of claimAll(control, controlWord.nextBlock, blocks)) {
    fillOutOfBag(plan, workspace, forest, list, block);
    Atomics.add(control, controlWord.blocksDone, 1);
  }
  const allFinished = waitForAll(control, controlWord.blocksDone, blocks);
  if (!allFinished) for (let block = 0; block < blocks; block++) fillOutOfBag(plan, workspace, forest, list, block);
  return allFinished;
}

/** Lets workers end that still wait for the out-of-bag phase. */
function cancelWaiting(control: Int32Array): void {
  const before = Atomics.compareExchange(control, controlWord.phase, phase.growing, phase.cancelled);
  if (before === phase.growing) Atomics.notify(control, controlWord.phase);
}

/**
 * Grows forests in this thread and `threads - 1` worker threads on shared memory. It blocks until all is done, as any
 * training does; use `trainInBackground` where this thread must stay responsive.
 * @param wasm the compiled core that the examples' engine runs; undefined = JavaScript
 */
export function createThreadPool(threads: number, wasm: WebAssembly.Module | undefined): ThreadPool {
  if (threads < 2) return singleThread;
  return {
    growForest(binned, onTree) {
      const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
      const workers = acquireWorkers(threads - 1);
      const ports = sendTasks(binned, workers, control, wasm);
      let reusable = false;
      try {
        const { trees, allFinished } = growTrees(binned, ports, control, onTree);
        const ensemble = averageTrees(trees);
        const forest = prepareOutOfBag(binned, ensemble);
        reusable = computeOutOfBag(binned, ports, control, forest) && allFinished;
        return { ensemble, outOfBag: Float64Array.from(forest.view.means) };
      } finally {
        cancelWaiting(control);
        for (const port of ports) port.close();
        if (reusable && binned.plan.rows <= MAX_ROWS_FOR_REUSE) releaseWorkers(workers);
        else terminateWorkers(workers);
      }
    },
  };
}
