import { holdoutByTime, logLoss, rocAuc } from '@leadlight/evaluation';
import { fit, type Dataset } from '@leadlight/workflows';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshExamples } from './learning-data.ts';

const COMPANY = { leads: 10_000, seed: 11, now: Date.UTC(2026, 10, 20, 9) };
const HORIZON_DAYS = 60;
/** Less than half of the settled snapshots. */
const MAX_SNAPSHOTS = 12_000;
const LEARNING = { seed: 5, quick: true };

/** What a model of the training part says of the newest fifth of all snapshots. */
function measured(dataset: Dataset, all: Dataset) {
  const split = (each: Dataset) => holdoutByTime({ ...each.times!, groups: [each.leads, ...each.groups!] });
  const { test } = split(all);
  const { model, outOfBag } = fit(dataset, 'boosting', split(dataset).train, LEARNING);
  const probabilities = model.predictTable(all.table.take(test));
  const labels = Uint8Array.from(test, (row) => all.labels[row]!);
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, each) => sum + each, 0) / values.length;
  const bins = model.reference.bins;
  const leads = bins.reduce((sum, { count }) => sum + count, 0);
  return {
    auc: rocAuc({ labels, probabilities }),
    logLoss: logLoss({ labels, probabilities }),
    bias: mean(probabilities) - mean(labels),
    /** Of past leads, as the page shows it for similar ones. */
    shownRate: bins.reduce((sum, { converted }) => sum + converted, 0) / leads,
    learned: outOfBag.filter((each) => !Number.isNaN(each)).length,
  };
}

describe('training on a sample of the snapshots', () => {
  let all: Dataset;
  let sample: Dataset;
  beforeAll(async () => {
    all = await freshExamples(COMPANY, HORIZON_DAYS);
    sample = await freshExamples(COMPANY, HORIZON_DAYS, MAX_SNAPSHOTS);
  });

  it('ranks and calibrates the newest leads as well as training on all, within chance', () => {
    expect(all.labels.length).toBeGreaterThan(2 * MAX_SNAPSHOTS);
    expect(Math.abs(sample.labels.length - MAX_SNAPSHOTS)).toBeLessThan(0.02 * MAX_SNAPSHOTS);
    const [whole, sampled] = [measured(all, all), measured(sample, all)];
    expect(sampled.auc).toBeGreaterThan(whole.auc - 0.02);
    expect(sampled.logLoss).toBeLessThan(whole.logLoss + 0.01);
    expect(Math.abs(sampled.bias)).toBeLessThan(Math.abs(whole.bias) + 0.015);
    expect(Math.abs(sampled.shownRate - whole.shownRate)).toBeLessThan(0.02);
  });

  it('would predict too many conversions without the weights', () => {
    const { weights: _, ...unweighted } = sample;
    expect(measured(unweighted, all).bias).toBeGreaterThan(0.03);
  });
});
