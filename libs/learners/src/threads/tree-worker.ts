/* A worker thread of the pool: for every task it grows trees and then computes out-of-bag predictions, while any remain. */
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
import { claimAll, controlWord, type GrowTreesTask, type OutOfBagTask, waitForOutOfBag } from './protocol.ts';

async function loadEngine(wasm: WebAssembly.Module | undefined): Promise<Engine> {
  return wasm ? wasmEngine(wasm) : (await import('@leadlight/forest')).javascriptEngine;
}

async function runTask({ plan, control, port, ...task }: GrowTreesTask): Promise<void> {
  const engine = await loadEngine(task.wasm);
  const examples = engine.attach(examplesLayout(plan), task.examples);
  const { capacity } = task;
  const memory = { capacity, workspace: engine.attach(treeLayout(plan, capacity), task.treeMemory) };
  for (const t of claimAll(control, controlWord.nextTree, plan.settings.trees)) {
    const tree = growTreeIn(plan, examples, memory, t);
    port.postMessage({ t, tree }, tree ? Object.values(tree).map(({ buffer }) => buffer as ArrayBuffer) : []);
    Atomics.add(control, controlWord.treesDone, 1);
    Atomics.notify(control, controlWord.treesDone);
  }
  if (waitForOutOfBag(control)) {
    const outOfBag = receiveMessageOnPort(port)?.message as OutOfBagTask;
    const forest = engine.attach(outOfBagLayout(plan, outOfBag.nodes), outOfBag.forest);
    const list = engine.attach(outOfBagListLayout(plan), outOfBag.list);
    for (const block of claimAll(control, controlWord.nextBlock, outOfBagBlockCount(plan))) {
      fillOutOfBag(plan, examples, forest, list, block);
      Atomics.add(control, controlWord.blocksDone, 1);
      Atomics.notify(control, controlWord.blocksDone);
    }
  }
  port.close();
}

parentPort?.on('message', (task: GrowTreesTask) => void runTask(task));
