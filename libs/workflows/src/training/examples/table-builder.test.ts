import type { FeatureSchema } from '@leadlight/lead-features';
import { describe, expect, it } from 'vitest';
import { TableBuilder } from './table-builder.ts';

const spec = {
  unit: 'none',
  field: 'f',
  labelKey: 'k',
  label: 'l',
  source: { type: 'catalogue', inputs: [] },
} as const;
const schema: FeatureSchema = {
  version: 1,
  features: [
    { ...spec, name: 'visits', kind: 'numeric' },
    { ...spec, name: 'source', kind: 'categorical' },
    { ...spec, name: 'phone', kind: 'boolean' },
  ],
};
const table = new TableBuilder(schema);
table.add([3, 'Web', 1]);
table.add([NaN, null, NaN]);
table.add([7, 'Fair', 0]);
table.add([9, 'Web', 1]);

describe('TableBuilder', () => {
  it('takes rows in the requested order, missing values as NaN and -1', () => {
    const { rows, columns } = table.take([2, 1]);
    expect(rows).toBe(2);
    expect(columns[0]).toEqual({ kind: 'numeric', name: 'visits', values: Float64Array.of(7, NaN) });
    expect(columns[1]).toEqual({
      kind: 'categorical',
      name: 'source',
      codes: Int32Array.of(0, -1),
      categories: ['Fair'],
    });
  });

  it('sorts the categories of the rows', () => {
    const [, source] = table.take([0, 2, 3]).columns;
    expect(source).toMatchObject({ categories: ['Fair', 'Web'], codes: Int32Array.of(1, 0, 1) });
  });

  it('makes views of views with their rows and features', () => {
    const view = table.view([3, 2, 0]).view([0, 2]).withFeatures([1, 0]);
    expect(view.rowsAt([0, 1])).toEqual([
      ['Web', 9],
      ['Web', 3],
    ]);
    expect(view.valuesOf(1, [1])).toEqual([3]);
  });
});
