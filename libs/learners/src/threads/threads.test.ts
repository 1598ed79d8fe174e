import { type Examples, javascriptEngine, trainForest, writeModel } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { fastestEngine, findCoreModule } from '../engine/fastest-engine.ts';
import { learnerById, trainInBackground } from '../index.ts';
import { createThreadPool } from './thread-pool.ts';

function leads(rows: number): Examples {
  let state = 1;
  const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const column = (name: string) => ({
    kind: 'numeric' as const,
    name,
    values: Float64Array.from({ length: rows }, next),
  });
  const columns = ['a', 'b', 'c', 'd'].map(column);
  const labels = Uint8Array.from(columns[0].values, (a, row) => (next() < a * columns[1].values[row] ? 1 : 0));
  return { rows, columns, labels };
}

describe('a crew of threads', () => {
  const examples = leads(20_000);
  const settings = { trees: 30, maxDepth: 10, minLeaf: 5 };
  const alone = writeModel(trainForest(examples, settings).model);

  it.each([
    ['wasm', 2],
    ['wasm', 3],
    ['javascript', 2],
  ])('on %s with %i threads grows the same forest, byte for byte', (name, threads) => {
    const wasm = name === 'wasm' ? findCoreModule() : undefined;
    const engine = wasm ? fastestEngine() : javascriptEngine;
    const steps: number[] = [];
    const onProgress = (done: number) => steps.push(done);
    const { model } = trainForest(examples, settings, {
      engine,
      threadPool: createThreadPool(threads, wasm),
      onProgress,
    });
    expect(Buffer.compare(writeModel(model), alone)).toBe(0);
    expect(steps.at(-1)).toBe(30);
  });
});

/** Milliseconds of processor time that this thread took in each turn: what others make of the machine does not count. */
async function turnsDuring(act: () => Promise<unknown>): Promise<number[]> {
  const turns: number[] = [];
  let before = process.threadCpuUsage();
  const endTurn = () => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    turns.push((user + system) / 1000);
  };
  const timer = setInterval(endTurn, 2);
  await act();
  endTurn();
  clearInterval(timer);
  return turns;
}

const percentile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * p) / 100))]!;

describe('training in the background', () => {
  it('gives the model that training here gives, and tells its progress', async () => {
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

  it('keeps this thread responsive: no turn in a hundred takes it 20 ms', async () => {
    const examples = leads(60_000);
    const here = await turnsDuring(() =>
      Promise.resolve(learnerById('forest').train(examples, { seed: 3, threads: 1 })),
    );
    const background = await turnsDuring(() => trainInBackground('forest', examples, { seed: 3 }));
    expect(percentile(here, 99)).toBeGreaterThan(20);
    expect(percentile(background, 99)).toBeLessThan(20);
  });

  it('passes a refusal on with its code', async () => {
    const examples = { ...leads(300), labels: new Uint8Array(300) };
    const training = trainInBackground('forest', examples, { seed: 1 });
    await expect(training).rejects.toMatchObject({ code: 'one_outcome' });
  });
});
