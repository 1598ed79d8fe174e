import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { parseUnit } from '../parse/parse.ts';
import { findTree } from './tree-cache.ts';

const SOURCE = 'public class Small {}';

describe('tree cache', () => {
  const cache = mkdtempSync(join(tmpdir(), 'tree-cache-'));
  afterAll(() => rmSync(cache, { recursive: true }));

  it('stores a tree that several threads parsed at the same time', async () => {
    const node = parseUnit(SOURCE, 'Small.cls');
    const storeOften = `
      const { node, source, cache, module } = require('node:worker_threads').workerData;
      import(module).then(({ storeTree }) => {
        for (let i = 0; i < 500; i += 1) storeTree(node, source, 'Small.cls', cache);
      });`;
    const workerData = { node, source: SOURCE, cache, module: new URL('./tree-cache.ts', import.meta.url).href };
    const threads = [1, 2, 3].map(() => new Worker(storeOften, { eval: true, workerData }));
    // An error in a thread rejects.
    await Promise.all(threads.map((thread) => once(thread, 'exit')));
    expect(findTree(SOURCE, 'Small.cls', cache)).toEqual(JSON.parse(JSON.stringify(node)));
    expect(readdirSync(cache)).toHaveLength(1);
  });
});
