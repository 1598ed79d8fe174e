import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import {
  aloneCrew,
  type BinnedExamples,
  type Crew,
  fillOutOfBag,
  outOfBagBlocks,
  outOfBagListLayout,
  prepareOutOfBag,
  reserveTreeRoom,
  type Tree,
  treeGrower,
} from '@leadlight/forest';
import { endHelpers, releaseHelpers, takeHelpers, type Helper } from './helpers.ts';
import { claim, CONTROL_WORDS, type OutOfBagOrder, type TreeOrder, word } from './protocol.ts';

/** A thread that has not answered for this long is given up; its trees are grown here. */
const PATIENCE_MS = 60_000;
/** A helper that served more rows than this is not kept: it would hold their memory until it next collects garbage. */
const MOST_FOR_KEEPING = 100_000;

/** Gives every helper its own room and the way to send trees back. */
function sendOrders(
  binned: BinnedExamples,
  helpers: readonly Helper[],
  control: Int32Array,
  wasm: WebAssembly.Module | undefined,
): readonly MessagePort[] {
  const { plan, space } = binned;
  return helpers.map((helper) => {
    const { port1, port2 } = new MessageChannel();
    const { capacity, space: room } = reserveTreeRoom(plan, space);
    const order: TreeOrder = { plan, wasm, examples: space.memory, room: room.memory, capacity, control, port: port2 };
    helper.postMessage(order, [port2]);
    port1.unref();
    return port1;
  });
}

/** Waits until all claimed pieces are done; false where nothing moved for too long. */
function waitForAll(control: Int32Array, place: number, all: number): boolean {
  for (let done = Atomics.load(control, place); done < all; done = Atomics.load(control, place)) {
    if (Atomics.wait(control, place, done, PATIENCE_MS) === 'timed-out') return false;
  }
  return true;
}

/** What all helpers have sent so far, into its place. */
function collect(ports: readonly MessagePort[], trees: (Tree | undefined)[]): void {
  for (const port of ports) {
    for (let sent = receiveMessageOnPort(port); sent; sent = receiveMessageOnPort(port)) {
      const { t, tree } = sent.message as { t: number; tree?: Tree };
      trees[t] = tree;
    }
  }
}

function growTogether(
  binned: BinnedExamples,
  ports: readonly MessagePort[],
  control: Int32Array,
  onTree: (n: number) => void,
): { readonly trees: Tree[]; readonly allAnswered: boolean } {
  const { trees: count } = binned.plan.settings;
  const trees = new Array<Tree | undefined>(count);
  const grow = treeGrower(binned);
  for (let t = claim(control, word.nextTree); t < count; t = claim(control, word.nextTree)) {
    trees[t] = grow(t);
    onTree(Atomics.add(control, word.treesDone, 1) + 1);
  }
  const allAnswered = waitForAll(control, word.treesDone, count);
  collect(ports, trees);
  // Whatever a helper lost, or had no room for, comes out the same here.
  const whole = Array.from(trees, (tree, t) => tree ?? grow(t));
  onTree(count);
  return { trees: whole, allAnswered };
}

function judgeTogether(
  binned: BinnedExamples,
  ports: readonly MessagePort[],
  control: Int32Array,
  forest: ReturnType<typeof prepareOutOfBag>,
): boolean {
  const { plan, space } = binned;
  for (const port of ports) {
    const list = space.extend(outOfBagListLayout(plan)).memory;
    const order: OutOfBagOrder = { nodes: forest.view.split.length, forest: forest.memory, list };
    port.postMessage(order);
  }
  Atomics.store(control, word.phase, 1);
  Atomics.notify(control, word.phase);
  const list = space.extend(outOfBagListLayout(plan));
  const blocks = outOfBagBlocks(plan);
  for (let b = claim(control, word.nextBlock); b < blocks; b = claim(control, word.nextBlock)) {
    fillOutOfBag(plan, space, forest, list, b);
    Atomics.add(control, word.blocksDone, 1);
  }
  const allAnswered = waitForAll(control, word.blocksDone, blocks);
  if (!allAnswered) for (let b = 0; b < blocks; b++) fillOutOfBag(plan, space, forest, list, b);
  return allAnswered;
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
    const helpers = takeHelpers(threads - 1);
    const ports = sendOrders(binned, helpers, control, wasm);
    let wentWell = false;
    try {
      const { trees, allAnswered } = growTogether(binned, ports, control, onTree);
      const ensemble = join(trees);
      const forest = prepareOutOfBag(binned, ensemble);
      wentWell = judgeTogether(binned, ports, control, forest) && allAnswered;
      return { ensemble, raw: Float64Array.from(forest.view.means) };
    } finally {
      if (Atomics.compareExchange(control, word.phase, 0, 2) === 0) Atomics.notify(control, word.phase);
      for (const port of ports) port.close();
      if (wentWell && binned.plan.rows <= MOST_FOR_KEEPING) releaseHelpers(helpers);
      else endHelpers(helpers);
    }
  };
}
