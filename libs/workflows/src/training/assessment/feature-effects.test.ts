import { describe, expect, it } from 'vitest';
import { tableDataset } from '../train-on-table.ts';
import type { Dataset } from '../examples/dataset.ts';
import { featureEffectsOf } from './feature-effects.ts';
import { fit } from './fit.ts';

type Chance = (isReferral: boolean, isCalled: boolean, visits: number) => number;
/** Referrals convert where somebody called; otherwise one in ten does. */
const together: Chance = (isReferral, isCalled, visits) => (isReferral && isCalled ? 0.5 : 0.1) + 0.015 * visits;
/** Either multiplies the odds by four, whether or not the other does. */
const addingUp: Chance = (isReferral, isCalled, visits) =>
  1 / (1 + Math.exp(3 - 1.4 * Number(isReferral) - 1.4 * Number(isCalled) - 0.1 * visits));

/** Visits help a little, and the colour does not. */
function leads(chanceOf: Chance): Dataset {
  let state = 5;
  const next = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const rows = Array.from({ length: 3000 }, () => {
    const [source, call] = [next() < 0.5 ? 'Referral' : 'Web', next() < 0.5 ? 'yes' : 'no'];
    const visits = Math.floor(next() * 10);
    const chance = chanceOf(source === 'Referral', call === 'yes', visits);
    return [source, call, String(visits), next() < 0.5 ? 'red' : 'blue', next() < chance ? 'yes' : 'no'];
  });
  const header = ['Source', 'Called', 'Visits', 'Colour', 'won'];
  return tableDataset({ title: 't', header, rows, outcome: { kind: 'label', column: 'won' } }, Date.UTC(2026, 0, 1))
    .dataset;
}

describe('what facts are worth', () => {
  const dataset = leads(together);
  const everyRow = Int32Array.from(dataset.labels.keys());
  const [train, test] = [everyRow.subarray(0, 2400), everyRow.subarray(2400)];
  const modelOf = (id: 'boosting' | 'logistic' | 'base-rate') => fit(dataset, id, train, { seed: 1 }).model;
  const effects = featureEffectsOf(dataset, test, modelOf('boosting'), 1);
  const importanceOf = (name: string) => effects.importances.find((each) => each.name === name)!;

  it('puts what the model would miss most first, and noise at nothing', () => {
    expect(
      effects.importances
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Called', 'Source']);
    expect(importanceOf('Source').gainShare).toBeGreaterThan(0.5);
    expect(Math.abs(importanceOf('Colour').gainShare)).toBeLessThan(0.1);
  });

  it('tells with which values the fewest and the most would convert, in shares that are close to the true ones', () => {
    const { low, high } = importanceOf('Source').range!;
    expect([low.value, high.value]).toEqual(['Web', 'Referral']);
    expect(low.probability).toBeCloseTo(0.17, 1);
    expect(high.probability).toBeCloseTo(0.37, 1);
    expect(importanceOf('Called').range!.high.value).toBe('yes');
  });

  it('finds the two facts that work together, and tells it by four kinds of leads', () => {
    const { labels, changedValues, expected } = effects.interaction!;
    expect([...labels].sort()).toEqual(['Called', 'Source']);
    expect([...changedValues].sort()).toEqual(['Referral', 'yes']);
    const { neither, first, second, both } = expected;
    expect(both - neither).toBeGreaterThan(0.3);
    expect(Math.max(first, second) - neither).toBeLessThan(0.1);
  });

  it('tells of no pair where effects only add up, and nothing of a model that knows nothing', () => {
    expect(featureEffectsOf(dataset, test, modelOf('logistic'), 1).interaction).toBeUndefined();
    expect(featureEffectsOf(dataset, test, modelOf('base-rate'), 1)).toEqual({ importances: [] });
  });

  it('does not take two facts that each do much for two that work together', () => {
    const plain = leads(addingUp);
    const { model } = fit(plain, 'boosting', train, { seed: 1 });
    const additive = featureEffectsOf(plain, test, model, 1);
    expect(
      additive.importances
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Called', 'Source']);
    expect(additive.interaction).toBeUndefined();
  });

  it('tells no value of a fact that names people', () => {
    const features = dataset.schema.features.map((spec) =>
      spec.name === 'Source' ? { ...spec, people: true as const } : spec,
    );
    const nameless = featureEffectsOf(
      { ...dataset, schema: { ...dataset.schema, features } },
      test,
      modelOf('boosting'),
      1,
    );
    expect(nameless.importances.find(({ name }) => name === 'Source')).toEqual({
      ...{ name: 'Source', label: 'Source' },
      gainShare: importanceOf('Source').gainShare,
    });
    expect(nameless.interaction).toBeUndefined();
  });
});
