import { seededRandom } from '@leadlight/common';
import { type Examples, javascriptEngine, trainForest, writeModel } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { fastestEngine, findCoreModule } from '../engine/fastest-engine.ts';
import { learnerById } from '../learner-registry.ts';
import { createThreadPool } from './thread-pool.ts';
import { trainAside } from './train-aside.ts';
import { trainInBackground } from './train-in-background.ts';

function leads(rows: number): Examples {
  const next = seededRandom(1);
  const column = (name: string) => ({
    kind: 'numeric' as const,
    name,
    values: Float64Array.from({ length: rows }, next),
  });
  const columns = ['a', 'b', 'c', 'd'].map(column);
  const labels = Uint8Array.from(columns[0].values, (a, row) => (next() < a * columns[1].values[row] ? 1 : 0));
  return { rows, columns, labels };
}

describe('createThreadPool', () => {
  const examples = leads(20_000);
  const settings = { trees: 30, maxDepth: 10, minLeaf: 5 };
  const singleThreaded = writeModel(trainForest(examples, settings).model);

  it.each([
    ['wasm', 2],
    ['wasm', 3],
    ['javascript', 2],
  ])('on %s with %i threads grows the same forest as one thread, byte for byte', (name, threads) => {
    const wasm = name === 'wasm' ? findCoreModule() : undefined;
    const engine = wasm ? fastestEngine() : javascriptEngine;
    const steps: number[] = [];
    const onProgress = (done: number) => steps.push(done);
    const { model } = trainForest(examples, settings, {
      engine,
      threadPool: createThreadPool(threads, wasm),
      onProgress,
    });
    expect(Buffer.compare(writeModel(model), singleThreaded)).toBe(0);
    expect(steps.at(-1)).toBe(30);
  });
});

/** Milliseconds of this thread's processor time between timer events, which other processes do not influence. */
async function busyTimesDuring(act: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let before = process.threadCpuUsage();
  const endInterval = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    times.push((user + system) / 1000);
  };
  const timer = setInterval(endInterval, 2);
  await act();
  endInterval();
  clearInterval(timer);
  return times;
}

const percentile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * p) / 100))]!;

describe('trainInBackground', () => {
  it('gives the same model as training in this thread, and reports progress', async () => {
    const examples = leads(12_000);
    const expected = learnerById('forest').train(examples, { seed: 3, threads: 1 });
    const steps: number[] = [];
    const { model, outOfBag } = await trainInBackground('forest', examples, {
      seed: 3,
      onProgress: (done) => steps.push(done),
    });
    expect(Buffer.compare(writeModel(model), writeModel(expected.model))).toBe(0);
    expect(outOfBag).toEqual(expected.outOfBag);
    expect(steps.at(-1)).toBe(600);
  });

  it('gives the capacity that boosting found, as training in this thread does', async () => {
    const examples = leads(500);
    const { model, capacity } = learnerById('boosting').train(examples, { seed: 3 });
    expect(capacity).toBeDefined();
    expect((await trainInBackground('boosting', examples, { seed: 3 })).capacity).toEqual(capacity);
    const reused = learnerById('boosting').train(examples, { seed: 3, capacity });
    expect(Buffer.compare(writeModel(reused.model), writeModel(model))).toBe(0);
  });

  it('keeps this thread responsive: it is busy for less than 20 ms in 99 of 100 intervals', async () => {
    const examples = leads(60_000);
    const here = await busyTimesDuring(() =>
      Promise.resolve(learnerById('forest').train(examples, { seed: 3, threads: 1 })),
    );
    const background = await busyTimesDuring(() => trainInBackground('forest', examples, { seed: 3 }));
    expect(percentile(here, 99)).toBeGreaterThan(20);
    expect(percentile(background, 99)).toBeLessThan(20);
  });

  it('rejects with the ForestError of the training', async () => {
    const examples = { ...leads(300), labels: new Uint8Array(300) };
    const training = trainInBackground('forest', examples, { seed: 1 });
    await expect(training).rejects.toMatchObject({ code: 'one_outcome' });
  });
});

describe('trainAside', () => {
  it.each([
    ['forest', 4_000],
    ['forest', 400],
    ['boosting', 4_000],
    ['ml-random-forest', 400],
    ['logistic', 4_000],
  ] as const)('gives the same %s of %i rows as training in this thread', (id, rows) => {
    const examples = leads(rows);
    const expected = learnerById(id).train(examples, { seed: 3, quick: true, threads: 1 });
    const result = trainAside(id, examples, { seed: 3, quick: true });
    const { model, outOfBag, capacity } = result();
    expect(Buffer.compare(writeModel(model), writeModel(expected.model))).toBe(0);
    expect(outOfBag).toEqual(expected.outOfBag);
    expect(capacity).toEqual(expected.capacity);
    expect(model.predictTable(examples)).toEqual(expected.model.predictTable(examples));
  });

  it('throws what training throws', () => {
    const examples = { ...leads(4_000), labels: new Uint8Array(4_000) };
    expect(trainAside('forest', examples, { seed: 3 })).toThrow(
      expect.objectContaining({ code: 'one_outcome' }) as Error,
    );
  });
});
