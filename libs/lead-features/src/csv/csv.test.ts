import { describe, expect, it } from 'vitest';
import { columnsToFeatures } from './columns-to-features.ts';
import { readDates, readLabels } from './labels.ts';
import { rawColumnsOf } from './raw-columns.ts';
import { columnReader, readRow } from './column-reader.ts';

const HEADER = ['id', 'source', 'visits', 'optIn', 'created', 'seen', 'won', 'note', 'fixed', 'blank', 'serial', 'y'];
const rows = Array.from({ length: 40 }, (_, row) => [
  `L-${row}`,
  row % 3 === 0 ? 'Select' : row % 3 === 1 ? 'Web' : 'Fair',
  row % 5 === 0 ? 'NA' : String(row % 4) + '.5',
  row % 2 === 0 ? 'Yes' : 'no',
  `2025-03-${String(1 + (row % 28)).padStart(2, '0')}`,
  `2025-02-${String(1 + (row % 28)).padStart(2, '0')}`,
  row % 4 === 0 ? '2025-06-01' : '',
  `free text ${row}`,
  'same',
  '',
  String(57_000 + row * 7),
  row % 4 === 0 ? '1' : '0',
]);
const options = { id: 'id', outcome: ['y'], created: 'created', missingTexts: ['Select'] };

describe('columnsToFeatures', () => {
  const { schema, leftOut, rows: typed } = columnsToFeatures(HEADER, rows, options);
  const columnOf = (name: string) => {
    const index = schema.features.findIndex((feature) => feature.name === name);
    return typed.map((row) => row[index]);
  };

  it('types columns by their cells', () => {
    expect(schema.features.map(({ name, kind, unit }) => [name, kind, unit])).toEqual([
      ['source', 'categorical', 'none'],
      ['visits', 'numeric', 'none'],
      ['optIn', 'boolean', 'none'],
      ['seen', 'numeric', 'days'],
      ['won', 'numeric', 'days'],
    ]);
    expect(columnOf('source').slice(0, 3)).toEqual([null, 'Web', 'Fair']);
    expect(columnOf('visits').slice(0, 3)).toEqual([Number.NaN, 1.5, 2.5]);
    expect(columnOf('optIn').slice(0, 2)).toEqual([1, 0]);
    expect(columnOf('seen').slice(0, 2)).toEqual([28, 28]);
  });

  it('treats a date after the lead’s creation as missing', () => {
    expect(new Set(columnOf('won'))).toEqual(new Set([Number.NaN]));
  });

  it('gives a reason for every column it leaves out', () => {
    expect(leftOut.map(({ field }) => field)).toEqual(['id', 'created', 'note', 'fixed', 'blank', 'serial', 'y']);
    const reasons = Object.fromEntries(leftOut.map(({ field, reason }) => [field, reason.english]));
    expect(reasons.note).toContain('40 different texts in 40 rows');
    expect(reasons.fixed).toContain('only one value (same)');
    expect(reasons.blank).toBe('It is empty.');
    expect(reasons.serial).toContain('identifier');
  });

  it('leaves dates out where no column of creation dates is named', () => {
    const plain = columnsToFeatures(HEADER, rows, { outcome: ['y'] });
    expect(plain.leftOut.map(({ field }) => field)).toEqual(expect.arrayContaining(['id', 'created', 'seen', 'won']));
    expect(plain.rows[0]![0]).toBe('Select');
  });

  it('keeps a number whose values repeat or differ in length', () => {
    const amounts = rows.map((_, row) => [String(row * row), String(row % 2)]);
    expect(columnsToFeatures(['amount', 'flag'], amounts).schema.features.map(({ kind }) => kind)).toEqual([
      'numeric',
      'boolean',
    ]);
  });

  it('names an absent column, and throws if no column is left', () => {
    expect(() => columnsToFeatures(HEADER, rows, { id: 'ID' })).toThrow(/no column "ID". Did you mean "id"\?/);
    expect(() => columnsToFeatures(['fixed', 'blank'], [['a', '']])).toThrow(
      /fixed: It has only one value.*blank: It is empty/,
    );
  });
});

describe('readRow', () => {
  const { schema, rows: typed } = columnsToFeatures(HEADER, rows, options);

  it('reads a row of the training table as in training', () => {
    const reader = columnReader(schema, HEADER);
    expect(rows.map((cells) => reader.read(cells))).toEqual(typed.map((row) => ({ row, warnings: [] })));
  });

  it('finds columns by name, in any order', () => {
    const header = HEADER.toReversed();
    expect(readRow(schema, header, rows[1]!.toReversed()).row).toEqual(typed[1]);
  });

  it('warns where a column is absent or has another type', () => {
    const header = ['source', 'visits', 'optIn', 'created', 'seen'];
    expect(readRow(schema, header, ['New', 'many', 'perhaps', '2025-03-01', 'soon'])).toEqual({
      row: ['New', Number.NaN, Number.NaN, Number.NaN, Number.NaN],
      warnings: [
        { code: 'missing_column', field: 'won' },
        { code: 'not_a_number', field: 'visits' },
        { code: 'not_a_yes_or_no', field: 'optIn' },
        { code: 'not_a_date', field: 'seen' },
      ],
    });
  });
});

describe('readLabels', () => {
  const labels = (texts: readonly string[], positive?: string) =>
    readLabels(
      ['y'],
      texts.map((text) => [text]),
      'y',
      positive,
    );

  it('knows which of two values means converted', () => {
    expect(labels(['1', '0', '', '1'])).toEqual({ labels: Int8Array.of(1, 0, -1, 1), positive: '1' });
    expect(labels(['No', 'Yes']).positive).toBe('Yes');
  });

  it('accepts one value of several where it is named', () => {
    expect([...labels(['won', 'lost', 'open'], 'won').labels]).toEqual([1, 0, 0]);
  });

  it('says what to do where the positive value is unclear', () => {
    expect(() => labels(['1', '1'])).toThrow(/only one value \(1\)/);
    expect(() => labels(['a', 'b', 'c'])).toThrow(/3 values \(a, b, c\).*positive value/);
    expect(() => labels(['red', 'blue'])).toThrow(/blue or red\./);
    expect(() => labels(['red', 'blue'], 'green')).toThrow(/No row has "green"/);
    expect(() => readLabels(['x'], [], 'y')).toThrow(/no column "y"/);
  });
});

describe('readDates', () => {
  it('reads ISO dates and names the row with another text', () => {
    expect(readDates(['d'], [['2025-01-02'], ['']], 'd')).toEqual([Date.UTC(2025, 0, 2), null]);
    expect(() => readDates(['d'], [['2025-01-02'], ['02/01/2025']], 'd')).toThrow(/Row 2 has "02\/01\/2025"/);
  });
});

describe('rawColumnsOf', () => {
  it('types every column that is not empty', () => {
    const columns = rawColumnsOf(HEADER, rows, ['Select']);
    expect(columns.map(({ kind }) => kind)).toEqual(
      ['categorical', 'categorical', 'numeric', 'boolean', 'date', 'date', 'date'].concat([
        'categorical',
        'categorical',
        'numeric',
        'boolean',
      ]),
    );
    const valuesOf = (field: string) => columns.find((column) => column.field === field)!.values.slice(0, 2);
    expect(valuesOf('source')).toEqual([null, 'Web']);
    expect(valuesOf('visits')).toEqual([Number.NaN, 1.5]);
    expect(valuesOf('optIn')).toEqual([1, 0]);
    expect(valuesOf('won')).toEqual([Date.UTC(2025, 5, 1), Number.NaN]);
    expect(columns.map(({ field }) => field)).not.toContain('blank');
  });
});
