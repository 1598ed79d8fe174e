import { describe, expect, it } from 'vitest';
import { doJobWithCommands, trainPropensityWithCommands } from './job-commands.ts';

describe('doJobWithCommands', () => {
  const metrics = { rows: 120, converted: 14, auc: 0.78, ece: 0.02, lift: 3 };
  const backtest = {
    folds: [{ splitAt: Date.UTC(2026, 9, 1), trainRows: 900, metrics, aucError: 0.02 }],
    auc: 0.78,
    interval: { low: 0.75, high: 0.81 },
  };

  it.each([
    ['won', { goal: 'won' }],
    ['status', { goal: 'status' }],
    ['converted', {}],
  ])('hands over a backtest of an org whose goal is %s', async (goal, named) => {
    const outcome = await doJobWithCommands('backtest', true, () => Promise.resolve({ ...backtest, goal } as never));
    const month = { month: Date.UTC(2026, 9, 1), trainRows: 900, ...metrics };
    const { auc, interval } = backtest;
    expect(outcome).toEqual({ result: { kind: 'backtest', ...named, months: [month], auc, interval } });
  });

  it('has no months where none can be tested', async () => {
    const error = { code: 'no_testable_month', message: 'Too few.' };
    const outcome = await doJobWithCommands('backtest', true, () => Promise.resolve({ error } as never));
    expect(outcome).toMatchObject({ result: { months: [] } });
  });

  it.each([true, false])('hands over whether a first model was published: %s', async (active) => {
    // The report, whose members are in the document too, names a contender as published, and compares in a sentence.
    const trained = { entry: { id: 'm1', version: 1, active }, published: 'forest', comparison: 'No better.' };
    const run = (command: string) => Promise.resolve((command === 'train' ? trained : {}) as never);
    const result = { kind: 'train', modelId: 'm1', version: 1, published: active, comparison: null };
    expect(await doJobWithCommands('train', false, run)).toEqual({ result });
  });

  it.each([true, false])('hands over whether a retrained model was published: %s', async (active) => {
    const trained = { model: { id: 'm2', version: 2, active }, published: active };
    const outcome = await doJobWithCommands('train', true, () => Promise.resolve(trained as never));
    expect(outcome).toMatchObject({ result: { modelId: 'm2', version: 2, published: active } });
  });
});

describe('trainPropensityWithCommands', () => {
  it('hands over how the new model compares with the active one', async () => {
    const difference = { difference: 0.01, interval: { low: -0.01, high: 0.03 }, challenger: 'within noise' };
    const modelComparison = { on: 'newest_fifth', rows: 90, converted: 30, difference };
    const trained = { entry: { id: 'm2', version: 2, active: true }, modelComparison, comparison: 'No better.' };
    const outcome = await trainPropensityWithCommands('account-churns', () => Promise.resolve(trained as never));
    expect(outcome).toMatchObject({ result: { comparison: { rows: 90, measuredOn: 'newest_fifth', ...difference } } });
  });
});
