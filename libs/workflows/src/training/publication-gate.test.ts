import type { FeatureSchema, FeatureSpec } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { publicationStops, type Challenger, type Incumbent, type StoredEvaluation } from './publication-gate.ts';

const feature = (name: string, field: string): FeatureSpec => ({
  name,
  kind: 'categorical',
  unit: 'none',
  field,
  labelKey: '',
  label: `The ${field}`,
  source: { type: 'catalogue', inputs: [field] },
});
const schemaOf = (...features: FeatureSpec[]): FeatureSchema => ({ version: 1, features });
const [source, title] = [feature('lead_source', 'LeadSource'), feature('title_seniority', 'Title')];
const evaluation = (auc: number, missing = 0.1): StoredEvaluation => ({
  holdout: { auc, intervals: { auc: { low: auc - 0.02, high: auc + 0.02 } } },
  features: [
    { name: 'lead_source', importance: 0.1 },
    { name: 'title_seniority', importance: 0 },
  ],
  quality: [{ field: 'lead_source', missing }],
});
const incumbent: Incumbent = { isByRules: false, schema: schemaOf(source, title), evaluation: evaluation(0.82) };
const challenger = (given: Partial<Challenger> = {}): Challenger => ({
  isByRules: false,
  schema: schemaOf(source, title),
  evaluation: evaluation(0.82),
  missingShare: () => 0.1,
  excluded: [],
  ...given,
});
const codes = (given: Partial<Challenger>, active = incumbent) =>
  publicationStops(active, challenger(given)).map(({ code }) => code);

describe('publicationStops', () => {
  it('lets an equal model pass', () => {
    expect(codes({})).toEqual([]);
  });

  it('names a used feature that is missing for nearly all leads, with the share', () => {
    const [stop] = publicationStops(incumbent, challenger({ missingShare: () => 0.98 }));
    expect(stop).toMatchObject({ code: 'feature_lost', names: ['lead_source'], values: [{ value: 0.98 }] });
    expect(stop!.english).toBe('The active model uses The LeadSource, but 98 % of its values are now missing.');
  });

  it('names a used feature that no longer exists, unless the administrator has excluded it', () => {
    expect(codes({ schema: schemaOf(title) })).toEqual(['feature_lost']);
    expect(codes({ schema: schemaOf(title), excluded: ['LeadSource'] })).toEqual([]);
    expect(codes({ schema: schemaOf(title), excluded: ['lead_source'] })).toEqual([]);
  });

  it('ignores a feature that the active model does not use, or that was always rare', () => {
    expect(codes({ schema: schemaOf(source) })).toEqual([]);
    const rare = { ...incumbent, evaluation: evaluation(0.82, 0.95) };
    expect(codes({ missingShare: () => 0.96 }, rare)).toEqual([]);
    expect(codes({ missingShare: () => 0.999 }, rare)).toEqual(['feature_lost']);
  });

  it('assumes that a model without a report uses all of its features', () => {
    expect(codes({ schema: schemaOf(source) }, { ...incumbent, evaluation: {} })).toEqual(['feature_lost']);
  });

  it('stops a fall of AUC beyond noise, and no smaller one', () => {
    expect(codes({ evaluation: evaluation(0.706) })).toEqual(['auc_fell']);
    expect(codes({ evaluation: evaluation(0.8) })).toEqual([]);
    expect(codes({ evaluation: { holdout: { auc: null } } })).toEqual([]);
  });

  it('stops a model that is worse than the active one', () => {
    const difference = { difference: 0.1, interval: { low: 0.05, high: 0.15 }, standardError: 0.03 };
    const comparison = { on: 'newest_fifth', rows: 400, converted: 80 } as const;
    const worse = { ...comparison, difference: { ...difference, challenger: 'worse' as const } };
    expect(codes({ comparison: worse })).toEqual(['worse_than_active']);
  });

  it('lets a points table replace only a points table', () => {
    expect(codes({ isByRules: true })).toEqual(['points_table_only']);
    expect(codes({ isByRules: true }, { ...incumbent, isByRules: true })).toEqual([]);
  });
});
