import { parentPort, receiveMessageOnPort } from 'node:worker_threads';
import {
  type Engine,
  examplesLayout,
  fillOutOfBag,
  growTreeIn,
  outOfBagBlocks,
  outOfBagLayout,
  outOfBagListLayout,
  treeLayout,
} from '@leadlight/forest/growing';
import { wasmEngine } from '../engine/wasm-engine.ts';
import { claim, type OutOfBagOrder, type TreeOrder, waitForOutOfBag, word } from './protocol.ts';

/* One thread of a crew: for every order it grows trees, then judges rows out of bag, as long as there are any to claim. */

async function engineOf(wasm: WebAssembly.Module | undefined): Promise<Engine> {
  return wasm ? wasmEngine(wasm) : (await import('@leadlight/forest')).javascriptEngine;
}

async function serve({ plan, wasm, examples, room, capacity, control, port }: TreeOrder): Promise<void> {
  const engine = await engineOf(wasm);
  const examplesSpace = engine.attach(examplesLayout(plan), examples);
  const treeRoom = { capacity, space: engine.attach(treeLayout(plan, capacity), room) };
  for (let t = claim(control, word.nextTree); t < plan.settings.trees; t = claim(control, word.nextTree)) {
    const tree = growTreeIn(plan, examplesSpace, treeRoom, t);
    port.postMessage({ t, tree }, tree ? Object.values(tree).map(({ buffer }) => buffer as ArrayBuffer) : []);
    Atomics.add(control, word.treesDone, 1);
    Atomics.notify(control, word.treesDone);
  }
  if (waitForOutOfBag(control)) {
    const { nodes, forest, list } = receiveMessageOnPort(port)?.message as OutOfBagOrder;
    const forestSpace = engine.attach(outOfBagLayout(plan, nodes), forest);
    const listSpace = engine.attach(outOfBagListLayout(plan), list);
    const blocks = outOfBagBlocks(plan);
    for (let b = claim(control, word.nextBlock); b < blocks; b = claim(control, word.nextBlock)) {
      fillOutOfBag(plan, examplesSpace, forestSpace, listSpace, b);
      Atomics.add(control, word.blocksDone, 1);
      Atomics.notify(control, word.blocksDone);
    }
  }
  port.close();
}

parentPort?.on('message', (order: TreeOrder) => void serve(order));
