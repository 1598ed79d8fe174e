import { readModel, writeModel, type Examples } from '@leadlight/forest';
import { describe, expect, it } from 'vitest';
import { derivePointsTable } from './derive-points-table.ts';
import { defaultPointsTable, type PointsTable } from './points-table.ts';
import { createRulesLearner, rulesLearner } from './rules-learner.ts';

/** Leads of an org of which every `converts`th has converted. */
function leads(rows: number, converts = Infinity): Examples {
  const source = Int32Array.from({ length: rows }, (_, row) => (row % 4) - 1);
  const employees = Float64Array.from({ length: rows }, (_, row) => (row % 7 === 0 ? Number.NaN : (row * 53) % 400));
  return {
    rows,
    labels: Uint8Array.from({ length: rows }, (_, row) => Number(row % converts === converts - 1)),
    columns: [
      { kind: 'categorical', name: 'lead_source', codes: source, categories: ['Web', 'Referral', 'Purchased List'] },
      { kind: 'numeric', name: 'employees', values: employees },
      { kind: 'numeric', name: 'phone_present', values: Float64Array.from(source, (code) => Number(code > 0)) },
      { kind: 'numeric', name: 'age_days', values: Float64Array.from(source, () => 3) },
    ],
  };
}

const logit = (p: number) => Math.log(p / (1 - p));
const LEAD = ['Web', 100, 0, 3] as const;

describe('rulesLearner', () => {
  const { model, outOfBag } = rulesLearner.train(leads(60, 20), { seed: 1 });

  it('uses twenty points to double the odds where there are few outcomes', () => {
    const odds = logit(model.predict(['Referral', 100, 0, 3])) - logit(model.predict(LEAD));
    expect(odds).toBeCloseTo(Math.LN2, 5);
    expect(logit(model.predict(['Web', 200, 0, 3])) - logit(model.predict(LEAD))).toBeCloseTo(Math.LN2 / 2, 5);
    expect(model.predict(['Web', 199.999, 0, 3])).toBeCloseTo(model.predict(LEAD), 9);
    expect(model.predict(['Web', 9, 0, 3])).toBeLessThan(model.predict(['Web', 10, 0, 3]));
    expect(model.predict(['Web', Number.NaN, 0, 3])).toBeCloseTo(model.predict(LEAD), 9);
  });

  it('predicts a rate between the org’s own and one in ten', () => {
    // Three of 60 converted, and the prior adds two of twenty.
    expect(outOfBag.reduce((sum, p) => sum + p, 0) / 60).toBeCloseTo(5 / 80, 6);
    const none = rulesLearner.train(leads(60), { seed: 1 });
    expect(none.outOfBag.reduce((sum, p) => sum + p, 0) / 60).toBeCloseTo(2 / 80, 6);
  });

  it('explains exactly, knows every category of its leads, and can be written to a model file', () => {
    const { base, raw, contributions } = model.explain(['Referral', 300, 1, 3]);
    expect(contributions.reduce((sum, x) => sum + x, base)).toBeCloseTo(raw, 6);
    expect(contributions[3]).toBe(0);
    expect([model.isUnseen(0, 'Web'), model.isUnseen(0, 'Carrier pigeon')]).toEqual([false, true]);
    expect(model.facts.pointsTable).toEqual(defaultPointsTable);
    expect(readModel(writeModel(model as Parameters<typeof writeModel>[0])).predict(LEAD)).toBe(model.predict(LEAD));
  });

  it('uses an edited points table', () => {
    const table: PointsTable = {
      version: 1,
      rules: [{ feature: 'employees', condition: { missing: true }, points: 40 }],
    };
    const edited = createRulesLearner(table).train(leads(60, 20), { seed: 1 }).model;
    expect(logit(edited.predict(['Web', Number.NaN, 0, 3])) - logit(edited.predict(LEAD))).toBeCloseTo(2 * Math.LN2, 5);
    expect(edited.predict(['Referral', 100, 0, 3])).toBe(edited.predict(LEAD));
  });

  it('fits the value of a point where there are enough outcomes', () => {
    const many = leads(2000, 10);
    const { outOfBag: fitted } = rulesLearner.train(many, { seed: 1 });
    expect(fitted.reduce((sum, p) => sum + p, 0) / 2000).toBeCloseTo(0.1, 3);
  });
});

describe('derivePointsTable', () => {
  it('finds the strongest conditions of a table to which the default rules do not apply', () => {
    const rows = 1000;
    const channel = Int32Array.from({ length: rows }, (_, row) => row % 3);
    const visits = Float64Array.from({ length: rows }, (_, row) => (row * 7) % 20);
    const labels = Uint8Array.from(channel, (code, row) =>
      Number((code === 2 ? 5 : 1) + visits[row] / 10 > (row * 13) % 10),
    );
    const examples: Examples = {
      rows,
      labels,
      columns: [
        { kind: 'categorical', name: 'Channel', codes: channel, categories: ['Ads', 'Mail', 'Friend'] },
        { kind: 'numeric', name: 'Visits', values: visits },
        { kind: 'numeric', name: 'Constant', values: new Float64Array(rows).fill(4) },
      ],
    };
    const { rules } = derivePointsTable(examples);
    expect(rules[0]).toMatchObject({ feature: 'Channel', condition: { is: ['Friend'] } });
    expect(rules[0].points).toBeGreaterThan(0);
    expect(rules.every(({ points }) => points % 5 === 0 && points !== 0)).toBe(true);
    expect(rules.map(({ feature }) => feature)).not.toContain('Constant');
    const { model } = rulesLearner.train(examples, { seed: 1 });
    expect(model.predict(['Friend', 15, 4])).toBeGreaterThan(model.predict(['Ads', 2, 4]));
  });
});
