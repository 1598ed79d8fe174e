import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import {
  examplesLayout,
  fillOutOfBag,
  growTreeIn,
  javascriptEngine,
  outOfBagLayout,
  outOfBagListLayout,
  treeLayout,
} from '@leadlight/forest';
import { wasmEngine } from '../engine/wasm-engine.ts';
import { claim, type OutOfBagOrder, type TreeOrder, waitForOutOfBag, word } from './protocol.ts';

/* One thread of a crew: grows trees, then judges rows out of bag, as long as there are any left to claim. */

const { plan, wasm, examples, room, capacity, control, port } = workerData as TreeOrder & { port: MessagePort };
const engine = wasm ? wasmEngine(wasm) : javascriptEngine;
const examplesSpace = engine.attach(examplesLayout(plan), examples);
const treeRoom = { capacity, space: engine.attach(treeLayout(plan, capacity), room) };

for (let t = claim(control, word.nextTree); t < plan.settings.trees; t = claim(control, word.nextTree)) {
  port.postMessage({ t, tree: growTreeIn(plan, examplesSpace, treeRoom, t) });
  Atomics.add(control, word.treesDone, 1);
  Atomics.notify(control, word.treesDone);
}

if (waitForOutOfBag(control)) {
  const { nodes, forest, list, block } = receiveMessageOnPort(port)?.message as OutOfBagOrder;
  const forestSpace = engine.attach(outOfBagLayout(plan, nodes), forest);
  const listSpace = engine.attach(outOfBagListLayout, list);
  const blocks = Math.ceil(plan.rows / block);
  for (let b = claim(control, word.nextBlock); b < blocks; b = claim(control, word.nextBlock)) {
    fillOutOfBag(plan, examplesSpace, forestSpace, listSpace, b * block, Math.min(plan.rows, (b + 1) * block));
    Atomics.add(control, word.blocksDone, 1);
    Atomics.notify(control, word.blocksDone);
  }
}
port.close();
