/** `node one-training.ts <rows>`: trains once with two threads and prints time and memory as JSON. */
import { trainForest } from '@leadlight/forest';
import { simulatedLeads } from '@leadlight/forest/testing';
import { createThreadPool } from '@leadlight/learners';
import { commonSettings, wasm, wasmModule } from './engines.ts';

const leads = simulatedLeads(Number(process.argv[2]), 1);
const before = process.memoryUsage.rss();
const start = performance.now();
const processorBefore = process.cpuUsage();
const { model } = trainForest(leads, commonSettings, { engine: wasm, threadPool: createThreadPool(2, wasmModule) });
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(processorBefore);
const nodes = model.parts.ensemble.split.length;
const megabytes = (bytes: number) => bytes / 2 ** 20;
console.log(
  JSON.stringify({
    seconds,
    processorSeconds: (user + system) / 1e6,
    nodes,
    tableMb: megabytes(before),
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);
