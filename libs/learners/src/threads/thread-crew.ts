import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import {
  aloneCrew,
  type BinnedExamples,
  type Crew,
  fillOutOfBag,
  outOfBagListLayout,
  prepareOutOfBag,
  reserveTreeRoom,
  type Tree,
  treeGrower,
} from '@leadlight/forest';
import { claim, CONTROL_WORDS, type OutOfBagOrder, type TreeOrder, word } from './protocol.ts';

/** Rows that are claimed together in the out-of-bag pass. */
const BLOCK = 8_192;
/** A thread that has not answered for this long is given up; its trees are grown here. */
const PATIENCE_MS = 60_000;

interface Helper {
  readonly worker: Worker;
  readonly port: MessagePort;
}

function startHelper(binned: BinnedExamples, control: Int32Array, wasm: WebAssembly.Module | undefined): Helper {
  const { plan, space } = binned;
  const { port1, port2 } = new MessageChannel();
  const { capacity, space: room } = reserveTreeRoom(plan, space);
  const order: TreeOrder = { plan, wasm, examples: space.memory, room: room.memory, capacity, control };
  const worker = new Worker(new URL('./tree-worker.ts', import.meta.url), {
    workerData: { ...order, port: port2 },
    transferList: [port2],
    execArgv: [],
  });
  // A thread that dies is noticed by its silence; without a listener its error would end the process.
  worker.on('error', () => undefined);
  worker.unref();
  port1.unref();
  return { worker, port: port1 };
}

/** Waits until all claimed pieces are done; false where nothing moved for too long. */
function waitForAll(control: Int32Array, place: number, all: number): boolean {
  for (let done = Atomics.load(control, place); done < all; done = Atomics.load(control, place)) {
    if (Atomics.wait(control, place, done, PATIENCE_MS) === 'timed-out') return false;
  }
  return true;
}

function growTogether(
  binned: BinnedExamples,
  helpers: readonly Helper[],
  control: Int32Array,
  onTree: (n: number) => void,
) {
  const { trees: count } = binned.plan.settings;
  const trees = new Array<Tree | undefined>(count);
  const grow = treeGrower(binned);
  for (let t = claim(control, word.nextTree); t < count; t = claim(control, word.nextTree)) {
    trees[t] = grow(t);
    onTree(Atomics.add(control, word.treesDone, 1) + 1);
  }
  waitForAll(control, word.treesDone, count);
  for (const { port } of helpers) {
    for (let sent = receiveMessageOnPort(port); sent; sent = receiveMessageOnPort(port)) {
      const { t, tree } = sent.message as { t: number; tree?: Tree };
      trees[t] = tree;
    }
  }
  // Whatever a helper lost, or had no room for, comes out the same here.
  const whole = Array.from(trees, (tree, t) => tree ?? grow(t));
  onTree(count);
  return whole;
}

function judgeTogether(
  binned: BinnedExamples,
  helpers: readonly Helper[],
  control: Int32Array,
  forest: ReturnType<typeof prepareOutOfBag>,
) {
  const { plan, space } = binned;
  for (const { port } of helpers) {
    const list = space.extend(outOfBagListLayout).memory;
    const order: OutOfBagOrder = { nodes: forest.view.split.length, forest: forest.memory, list, block: BLOCK };
    port.postMessage(order);
  }
  Atomics.store(control, word.phase, 1);
  Atomics.notify(control, word.phase);
  const list = space.extend(outOfBagListLayout);
  const blocks = Math.ceil(plan.rows / BLOCK);
  for (let b = claim(control, word.nextBlock); b < blocks; b = claim(control, word.nextBlock)) {
    fillOutOfBag(plan, space, forest, list, b * BLOCK, Math.min(plan.rows, (b + 1) * BLOCK));
    Atomics.add(control, word.blocksDone, 1);
  }
  if (!waitForAll(control, word.blocksDone, blocks)) fillOutOfBag(plan, space, forest, list, 0, plan.rows);
}

/**
 * This thread and `threads - 1` others on the same memory. It blocks until all is done, as any training does; whoever
 * must stay responsive trains in the background instead.
 * @param wasm the compiled core that the examples' engine runs; absent = JavaScript
 */
export function threadCrew(threads: number, wasm: WebAssembly.Module | undefined): Crew {
  if (threads < 2) return aloneCrew;
  return (binned, join, onTree) => {
    const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
    const helpers = Array.from({ length: threads - 1 }, () => startHelper(binned, control, wasm));
    try {
      const ensemble = join(growTogether(binned, helpers, control, onTree));
      const forest = prepareOutOfBag(binned, ensemble);
      judgeTogether(binned, helpers, control, forest);
      return { ensemble, raw: Float64Array.from(forest.view.means) };
    } finally {
      if (Atomics.compareExchange(control, word.phase, 0, 2) === 0) Atomics.notify(control, word.phase);
      for (const { port } of helpers) port.close();
    }
  };
}
