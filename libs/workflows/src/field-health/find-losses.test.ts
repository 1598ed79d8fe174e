import type { FeatureSpec, LeadField } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { historyOf } from '../testing/scoring.ts';
import { fieldLoss, movesScore, withoutLostValues } from './field-loss.ts';
import { findLosses, type ModelInputs } from './find-losses.ts';

const field = (name: string, given: Partial<LeadField> = {}): LeadField => ({
  name,
  label: name.replace('__c', ''),
  type: 'picklist',
  custom: name.endsWith('__c'),
  past: { kind: 'immutable' },
  ...given,
});
const ownFeature = (name: string, kind: FeatureSpec['kind'], unit: FeatureSpec['unit'] = 'none'): FeatureSpec => ({
  ...{ name: `field:${name}`, kind, unit, field: name, labelKey: `Field_${name}`, label: name },
  source: { type: 'field', field: name, read: 'value' },
});
const completeness: FeatureSpec = {
  ...{ name: 'completeness', kind: 'numeric', unit: 'fraction', field: 'Completeness', labelKey: '', label: '' },
  source: { type: 'catalogue', inputs: ['Industry', 'Phone'] },
};
const inTraining = [
  field('Product__c', { choices: ['Basic', 'Pro'] }),
  field('Minutes__c', { type: 'number' }),
  field('Deal__c', { type: 'currency' }),
  field('Industry'),
  field('Phone', { type: 'phone' }),
];
const model: ModelInputs = {
  schema: {
    version: 1,
    features: [
      ownFeature('Product__c', 'categorical'),
      ownFeature('Minutes__c', 'numeric'),
      ownFeature('Deal__c', 'numeric', 'currency'),
      completeness,
    ],
  },
  baseline: inTraining,
};
const without = (name: string) => inTraining.filter((each) => each.name !== name);
const changed = (name: string, given: Partial<LeadField>) =>
  inTraining.map((each) => (each.name === name ? { ...each, ...given } : each));
const losses = (fields: readonly LeadField[], given: Partial<ModelInputs> = {}, accepted: readonly string[] = []) =>
  findLosses({ ...model, ...given }, { fields, accepted });
const codes = (...given: Parameters<typeof losses>) =>
  losses(...given).map(({ field: name, message }) => `${name} ${message.code}`);

describe('findLosses', () => {
  it('finds nothing in an org as it was, nor in one with more fields and values', () => {
    expect(codes(inTraining)).toEqual([]);
    expect(codes([...changed('Product__c', { choices: ['Basic', 'Pro', 'Max'] }), field('New__c')])).toEqual([]);
    expect(codes(changed('Product__c', { choices: ['Pro'] }))).toEqual([]);
  });

  it('names a field that cannot be read any more, also one that only a feature of several fields reads', () => {
    expect(losses(without('Product__c'))).toMatchObject([
      { field: 'Product__c', affects: 'absent', isAccepted: false, message: { names: ['Product__c'] } },
    ]);
    expect(codes(without('Phone'))).toEqual(['Phone field_unreadable']);
  });

  it('ignores fields of features that change no prediction', () => {
    expect(codes(without('Phone'), { usedFeatures: new Set(['field:Product__c']) })).toEqual([]);
  });

  it('recognizes a renamed field by its label and type', () => {
    const renamed = [...without('Product__c'), field('Offer__c', { label: 'Product' })];
    expect(losses(renamed)[0]?.message).toMatchObject({ code: 'field_renamed', names: ['Product__c', 'Offer__c'] });
  });

  it('finds another type, with and without the fields of the training', () => {
    expect(codes(changed('Minutes__c', { type: 'string' }))).toEqual(['Minutes__c field_type_changed']);
    const unknown = { baseline: undefined };
    expect(codes(changed('Minutes__c', { type: 'string' }), unknown)).toEqual(['Minutes__c field_type_changed']);
    expect(codes(inTraining, unknown)).toEqual([]);
  });

  it('finds renamed picklist values, which affect the leads that have the new ones', () => {
    expect(losses(changed('Product__c', { choices: ['Basic', 'Professional'] }))).toMatchObject([
      { message: { code: 'field_values_renamed' }, affects: 'values', values: ['Professional'] },
    ]);
  });

  it('finds amounts that several currencies make incomparable', () => {
    expect(codes([...inTraining, field('CurrencyIsoCode')])).toEqual(['Deal__c field_currencies']);
    const baseline = [...inTraining, field('CurrencyIsoCode')];
    expect(codes(baseline, { baseline })).toEqual([]);
  });

  it('marks a loss that an administrator has accepted', () => {
    expect(losses(without('Product__c'), {}, ['Product__c'])[0]?.isAccepted).toBe(true);
  });
});

describe('movesScore', () => {
  const lost = (affects: 'absent' | 'values' | 'filled') =>
    fieldLoss('field_unreadable', { name: 'A__c' }, false, affects, { values: ['New'] });
  it.each([
    ['absent', {}, true],
    ['absent', { A__c: null }, false],
    ['values', { A__c: 'New' }, true],
    ['values', { A__c: 'Old' }, false],
    ['filled', { A__c: 5 }, true],
    ['filled', { A__c: null }, false],
    ['filled', {}, false],
  ] as const)('%s, lead with %o: %s', (affects, fields, moves) => {
    expect(movesScore(lost(affects), historyOf('L1', fields))).toBe(moves);
  });
});

describe('withoutLostValues', () => {
  it('leaves out only values that no longer mean what the model learned', () => {
    const history = historyOf('L1', { A__c: 5, B__c: 'x' });
    const loss = fieldLoss('field_type_changed', { name: 'A__c' }, false, 'filled');
    expect(withoutLostValues(history, [loss]).fields).toEqual({ B__c: 'x' });
    expect(withoutLostValues(history, [{ ...loss, affects: 'absent' }])).toBe(history);
  });
});
