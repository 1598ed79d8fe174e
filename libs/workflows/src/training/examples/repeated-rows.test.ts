import { seededRandom } from '@leadlight/common';
import type { FeatureSchema, FeatureValue } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { findRepeatedRows } from './repeated-rows.ts';
import { TableBuilder } from './table-builder.ts';

const schema: FeatureSchema = {
  version: 1,
  features: (['numeric', 'numeric', 'categorical', 'categorical', 'categorical', 'boolean'] as const).map(
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
  Math.floor(random() * 9),
  choice(['Web', 'Fair', 'Referral']),
  choice(['North', 'South']),
  choice(['A', 'B', 'C', 'D']),
  Number(random() < 0.5),
];
const leads = Array.from({ length: 500 }, lead);

describe('findRepeatedRows', () => {
  it('counts equal rows and gives them one group', () => {
    const rows = [...leads, ...leads.slice(0, 60), leads[3]!];
    const { exact, near, exactAreCopies, groups } = find(rows);
    expect({ exact, near, exactAreCopies }).toEqual({ exact: 61, near: 0, exactAreCopies: true });
    expect([groups[0]![3], groups[0]![503], groups[0]![560], groups[0]![61]]).toEqual([3, 3, 3, 61]);
  });

  it('finds rows that differ in one value and share a rare number', () => {
    const near = leads.slice(0, 40).map((row) => row.with(4, row[4] === 'A' ? 'B' : 'A'));
    const found = find([...leads, ...near]);
    expect(found).toMatchObject({ exact: 0, near: 40 });
    expect(found.groups[1]!.slice(500)).toEqual(Int32Array.from(near.keys()));
  });

  it('takes rows that share a rare number but differ otherwise for different leads', () => {
    const colleagues = leads.map((row) => lead().with(0, row[0]!));
    expect(find([...leads, ...colleagues]).near).toBeLessThan(40);
    const others = leads.map((row) => [row[0]!, Number(row[1]) + 10, 'Call', 'West', 'E', row[5]!]);
    expect(find([...leads, ...others]).near).toBe(0);
  });

  it('takes equal rows for different leads where few combinations of values exist', () => {
    const rows = Array.from({ length: 400 }, () => lead().with(0, 1).with(1, 1));
    expect(find(rows)).toMatchObject({ exactAreCopies: false, groups: [] });
    expect(find(rows).exact).toBeGreaterThan(300);
  });

  it('compares no values that both rows lack', () => {
    const empty = leads.slice(0, 300).map((row): FeatureValue[] => [row[0]!, NaN, null, null, row[4]!, NaN]);
    const others = empty.map((row) => row.with(4, 'other'));
    expect(find([...empty, ...others]).near).toBe(0);
  });
});
