import { anyProbability, fitDependence, INDEPENDENT, logLoss, type ObservedGroup } from '@leadlight/evaluation';
import { trueProbabilityAt } from '@leadlight/sandbox-org';
import { companyGroups, fit, splitOf } from '@leadlight/workflows';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorAgainstTruth } from '../shared/statistics.ts';
import { createLearningData } from './learning-data.ts';

const TRAINING = { seed: 1, quick: true };
const COMPANY = { leads: 6_000, seed: 5, now: Date.UTC(2026, 10, 23) };
const BINS = 5;

let fitted: readonly ObservedGroup[];
let later: readonly ObservedGroup[];
/** That at least one of each later group converts, given all that the simulation knows. */
let truths: Float64Array;

/** Groups of the newest rows, of which the earlier ones are to fit on, and later ones of other companies to measure on. */
async function groupsOf(effectSd: number): Promise<void> {
  const employers = { share: 0.9, leadsEach: 6, effectSd };
  const { dataset, leads } = await createLearningData({ ...COMPANY, employers });
  const { train, test } = splitOf(dataset, { seed: 1, holdout: 0.4 });
  const { model } = fit(dataset, 'forest', train, TRAINING);
  const all = companyGroups(dataset, test, model.predictTable(dataset.table.take(test)));
  const truthOfRow = Float64Array.from(test, (row) => {
    const { truth } = leads.get(dataset.createdAt![row]!)!;
    return trueProbabilityAt(truth, dataset.times!.asOf[row]!, dataset.horizonDays!);
  });
  const known = companyGroups(dataset, test, truthOfRow);
  const split = Math.floor(0.6 * all.length);
  fitted = all.slice(0, split);
  const keys = new Set(fitted.map(({ key }) => key));
  const places = [...all.keys()].slice(split).filter((place) => !keys.has(all[place]!.key));
  later = places.map((place) => all[place]!);
  truths = Float64Array.from(places, (place) => anyProbability(known[place]!.probabilities, INDEPENDENT));
}

const predict = (dependence = INDEPENDENT) =>
  Float64Array.from(later, ({ probabilities }) => anyProbability(probabilities, dependence));

const lossOf = (probabilities: Float64Array) =>
  logLoss({ labels: Uint8Array.from(later, ({ any }) => Number(any)), probabilities });

describe('accounts as a whole, on a company whose truth is known', () => {
  beforeAll(() => groupsOf(2.5), 120_000);

  it('are calibrated on later companies where their people share an unknown effect, unlike as if they were independent', () => {
    const dependence = fitDependence(fitted, 1)!;
    const [whole, alone] = [predict(dependence), predict()];
    const errors = [whole, alone].map((predicted) => errorAgainstTruth(predicted, truths, BINS));
    const losses = [lossOf(whole), lossOf(alone)];
    expect(later.length).toBeGreaterThan(150);
    expect(dependence.dependence).toBeGreaterThanOrEqual(0.3);
    expect(errors[0]).toBeLessThan(0.05);
    expect(errors[0]).toBeLessThan(errors[1]! / 2);
    expect(losses[0]).toBeLessThan(losses[1]!);
  });
});
