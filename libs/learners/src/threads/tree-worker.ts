import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import {
  type Engine,
  examplesLayout,
  fillOutOfBag,
  growTreeIn,
  outOfBagBlockCount,
  outOfBagLayout,
  outOfBagListLayout,
  treeLayout,
} from '@leadlight/forest/worker';
import { wasmEngine } from '../engine/wasm-engine.ts';
import { claimNext, type OutOfBagTask, type GrowTreesTask, waitForOutOfBag, controlWord } from './protocol.ts';

/* One thread of a crew: for every order it grows trees, then judges rows out of bag, as long as there are any to claim. */

async function loadEngine(wasm: WebAssembly.Module | undefined): Promise<Engine> {
  return wasm ? wasmEngine(wasm) : (await import('@leadlight/forest')).javascriptEngine;
}

async function runTask({
  plan,
  wasm,
  examples,
  treeMemory: room,
  capacity,
  control,
  port,
}: GrowTreesTask): Promise<void> {
  const engine = await loadEngine(wasm);
  const examplesSpace = engine.attach(examplesLayout(plan), examples);
  const treeRoom = { capacity, workspace: engine.attach(treeLayout(plan, capacity), room) };
  for (
    let t = claimNext(control, controlWord.nextTree);
    t < plan.settings.trees;
    t = claimNext(control, controlWord.nextTree)
  ) {
    const tree = growTreeIn(plan, examplesSpace, treeRoom, t);
    port.postMessage({ t, tree }, tree ? Object.values(tree).map(({ buffer }) => buffer as ArrayBuffer) : []);
    Atomics.add(control, controlWord.treesDone, 1);
    Atomics.notify(control, controlWord.treesDone);
  }
  if (waitForOutOfBag(control)) {
    const { nodes, forest, list } = receiveMessageOnPort(port)?.message as OutOfBagTask;
    const forestSpace = engine.attach(outOfBagLayout(plan, nodes), forest);
    const listSpace = engine.attach(outOfBagListLayout(plan), list);
    const blocks = outOfBagBlockCount(plan);
    for (let b = claimNext(control, controlWord.nextBlock); b < blocks; b = claimNext(control, controlWord.nextBlock)) {
      fillOutOfBag(plan, examplesSpace, forestSpace, listSpace, b);
      Atomics.add(control, controlWord.blocksDone, 1);
      Atomics.notify(control, controlWord.blocksDone);
    }
  }
  port.close();
}

parentPort?.on('message', (order: GrowTreesTask) => void runTask(order));
