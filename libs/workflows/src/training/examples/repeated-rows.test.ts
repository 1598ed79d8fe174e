import { seededRandom } from '@leadlight/common';
import type { FeatureSchema, FeatureValue } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { findRepeatedRows } from './repeated-rows.ts';
import { TableBuilder } from './table-builder.ts';

const schema: FeatureSchema = {
  version: 1,
  features: (['numeric', 'numeric', 'categorical', 'categorical', 'categorical', 'boolean', 'numeric'] as const).map(
    (kind, feature) => ({
      name: `c${feature}`,
      kind,
      unit: 'none',
      field: `c${feature}`,
      labelKey: `Column_c${feature}`,
      label: `c${feature}`,
      source: { type: 'column', column: `c${feature}`, read: 'value' },
    }),
  ),
};
const find = (rows: readonly FeatureValue[][]) => {
  const table = new TableBuilder(schema);
  for (const row of rows) table.add(row);
  return findRepeatedRows(schema, table, rows.length);
};
const random = seededRandom(5);
const choice = (names: readonly string[]) => names[Math.floor(random() * names.length)]!;
const lead = (): FeatureValue[] => [
  Math.round(random() * 1e8) / 100,
  Math.floor(random() * 900),
  choice(['Web', 'Fair', 'Referral']),
  choice(['North', 'South']),
  choice(['A', 'B', 'C', 'D']),
  Number(random() < 0.5),
  Math.floor(random() * 1000),
];
const leads = Array.from({ length: 500 }, lead);

describe('findRepeatedRows', () => {
  it('counts equal rows and gives them one group', () => {
    const { groups, ...counts } = find([...leads, ...leads.slice(0, 60), leads[3]!]);
    expect(counts).toEqual({ exact: 61, near: 0, common: 0 });
    expect([groups[0]![3], groups[0]![503], groups[0]![560], groups[0]![61]]).toEqual([3, 3, 3, 61]);
  });

  it('finds rows that differ in one value, also where a lead has several', () => {
    const touches = (row: FeatureValue[]) => ['E', 'F', 'G'].map((campaign) => row.with(4, campaign));
    const found = find(leads.flatMap(touches));
    expect(found).toMatchObject({ exact: 0, near: 1000, common: 0 });
    expect(found.groups[1]!.slice(0, 6)).toEqual(Int32Array.from([0, 0, 0, 3, 3, 3]));
  });

  it('takes rows that share one rare value but differ otherwise for different leads', () => {
    const others = leads.map((row) => [row[0]!, Number(row[1]) + 10, 'Call', 'West', 'E', row[5]!, -1]);
    expect(find([...leads, ...others])).toMatchObject({ exact: 0, near: 0 });
  });

  it('takes rows that are equal by common values for different leads', () => {
    const rows = Array.from({ length: 400 }, () => lead().with(0, 1).with(1, 1).with(6, 1));
    const { exact, near, common } = find(rows);
    expect([exact, near]).toEqual([0, 0]);
    expect(common).toBeGreaterThan(300);
  });

  it('compares no values that both rows lack', () => {
    const empty = leads.slice(0, 300).map((row): FeatureValue[] => [row[0]!, NaN, null, null, row[4]!, NaN, NaN]);
    expect(find([...empty, ...empty.map((row) => row.with(4, 'other'))]).near).toBe(0);
  });
});
