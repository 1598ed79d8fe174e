import { textTableOf } from '@leadlight/lead-table';
import { seededRandom } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { tableDataset } from '../train-on-table.ts';
import type { Dataset } from '../examples/dataset.ts';
import { featureEffectsOf } from './feature-effects.ts';
import { fit } from './fit.ts';

type Chance = (isReferral: boolean, isCalled: boolean, visits: number) => number;
/** Half of the referrals that were called convert, one in ten of all other leads. */
const interacting: Chance = (isReferral, isCalled, visits) => (isReferral && isCalled ? 0.5 : 0.1) + 0.015 * visits;
/** Each multiplies the odds by four, independently of the other. */
const additive: Chance = (isReferral, isCalled, visits) =>
  1 / (1 + Math.exp(3 - 1.4 * Number(isReferral) - 1.4 * Number(isCalled) - 0.1 * visits));

/** Visits help a little, and the colour does not. */
function leads(chanceOf: Chance): Dataset {
  const random = seededRandom(1);
  const rows = Array.from({ length: 3000 }, () => {
    const [source, call] = [random() < 0.5 ? 'Referral' : 'Web', random() < 0.5 ? 'yes' : 'no'];
    const visits = Math.floor(random() * 10);
    const chance = chanceOf(source === 'Referral', call === 'yes', visits);
    return [source, call, String(visits), random() < 0.5 ? 'red' : 'blue', random() < chance ? 'yes' : 'no'];
  });
  const header = ['Source', 'Called', 'Visits', 'Colour', 'won'];
  return tableDataset(
    { title: 't', table: textTableOf(header, rows), outcome: { kind: 'label', column: 'won' } },
    Date.UTC(2026, 0, 1),
  ).dataset;
}

describe('featureEffectsOf', () => {
  const dataset = leads(interacting);
  const everyRow = Int32Array.from(dataset.labels.keys());
  const [train, test] = [everyRow.subarray(0, 2400), everyRow.subarray(2400)];
  const modelOf = (id: 'boosting' | 'blend' | 'logistic' | 'base-rate') => fit(dataset, id, train, { seed: 1 }).model;
  const effects = featureEffectsOf(dataset, test, modelOf('boosting'), 1);
  const importanceOf = (name: string) => effects.importances.find((each) => each.name === name)!;

  it('sorts features by permutation importance, with noise near zero', () => {
    expect(
      effects.importances
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Called', 'Source']);
    expect(importanceOf('Source').gainShare).toBeGreaterThan(0.5);
    expect(Math.abs(importanceOf('Colour').gainShare)).toBeLessThan(0.1);
  });

  it('returns the values with the lowest and the highest conversion rate, close to the true rates', () => {
    const { low, high } = importanceOf('Source').range!;
    expect([low.value, high.value]).toEqual(['Web', 'Referral']);
    expect(low.probability).toBeCloseTo(0.17, 1);
    expect(high.probability).toBeCloseTo(0.37, 1);
    expect(importanceOf('Called').range!.high.value).toBe('yes');
  });

  it('finds the same features and the same interaction in a blend', () => {
    const ofBlend = featureEffectsOf(dataset, test, modelOf('blend'), 1);
    const topTwo = ({ importances }: typeof effects) => importances.slice(0, 2).map(({ name }) => name);
    expect(topTwo(ofBlend).sort()).toEqual(topTwo(effects).sort());
    expect([...ofBlend.interaction!.labels].sort()).toEqual([...effects.interaction!.labels].sort());
  });

  it('finds the two features that interact', () => {
    const { labels, changedValues, expected } = effects.interaction!;
    expect([...labels].sort()).toEqual(['Called', 'Source']);
    expect([...changedValues].sort()).toEqual(['Referral', 'yes']);
    const { neither, first, second, both } = expected;
    expect(both - neither).toBeGreaterThan(0.3);
    expect(Math.max(first, second) - neither).toBeLessThan(0.1);
  });

  it('finds no interaction in an additive model, and no effects in the base rate', () => {
    expect(featureEffectsOf(dataset, test, modelOf('logistic'), 1).interaction).toBeUndefined();
    expect(featureEffectsOf(dataset, test, modelOf('base-rate'), 1)).toEqual({ importances: [] });
  });

  it('does not report two strong features without interaction', () => {
    const plain = leads(additive);
    const { model } = fit(plain, 'boosting', train, { seed: 1 });
    const additiveEffects = featureEffectsOf(plain, test, model, 1);
    expect(
      additiveEffects.importances
        .slice(0, 2)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['Called', 'Source']);
    expect(additiveEffects.interaction).toBeUndefined();
  });

  it('reports no values of a feature that names people', () => {
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
      name: 'Source',
      label: 'Source',
      gainShare: importanceOf('Source').gainShare,
    });
    expect(nameless.interaction).toBeUndefined();
  });
});
