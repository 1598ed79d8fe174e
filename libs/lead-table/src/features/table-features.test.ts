import { describe, expect, it } from 'vitest';
import { readTable } from '../table/read-table.ts';
import { textTableOf } from '../table/text-table.ts';
import { readRowsForModel } from './read-rows.ts';
import { tableFeatures, type ColumnRoles } from './table-features.ts';

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
const roles: ColumnRoles = { id: 'id', outcome: ['y'], created: 'created' };
const missing = ['Select'];

function featuresOf(header: readonly string[], cells: readonly (readonly string[])[], given: ColumnRoles = {}) {
  const table = textTableOf(header, cells);
  return tableFeatures(table, readTable(table, { missing }), given);
}

describe('tableFeatures', () => {
  const { schema, leftOut, rows: typed } = featuresOf(HEADER, rows, roles);
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
    const plain = featuresOf(HEADER, rows, { outcome: ['y'] });
    expect(plain.leftOut.map(({ field }) => field)).toEqual(expect.arrayContaining(['id', 'created', 'seen', 'won']));
  });

  it('leaves out a column that has one value among the chosen rows', () => {
    const table = textTableOf(
      ['a', 'b'],
      [
        ['x', '1'],
        ['x', '2'],
        ['y', '3'],
      ],
    );
    const chosen = tableFeatures(table, readTable(table), {}, [0, 1]);
    expect([chosen.schema.features.map(({ name }) => name), chosen.rows]).toEqual([['b'], [[1], [2]]]);
  });

  it('names an absent column, and throws if no column is left', () => {
    expect(() => featuresOf(HEADER, rows, { id: 'ID' })).toThrow(/no column "ID". Did you mean "id"\?/);
    expect(() => featuresOf(['fixed', 'blank'], [['a', '']])).toThrow(
      /fixed: It has only one value.*blank: It is empty/,
    );
  });
});

describe('readRowsForModel', () => {
  const { schema, rows: typed } = featuresOf(HEADER, rows, roles);
  // As the model file keeps it.
  const kept = JSON.parse(JSON.stringify(schema)) as typeof schema;

  it('reads the training table as in training, also with its columns in another order', () => {
    expect(readRowsForModel(kept, textTableOf(HEADER, rows))).toMatchObject({ rows: typed, warnings: [] });
    const reversed = textTableOf(
      HEADER.toReversed(),
      rows.map((cells) => cells.toReversed()),
    );
    expect(readRowsForModel(kept, reversed).rows).toEqual(typed);
  });

  it('reads the same leads in another locale to the same values', () => {
    const local = rows.map((cells) =>
      cells.map((cell, column) => {
        if (column === 2) return cell.replace('.', ',');
        if (column === 3) return cell === 'Yes' ? 'JA' : 'Nein';
        return [4, 5, 6].includes(column) ? cell.split('-').reverse().join('.') : cell.toUpperCase();
      }),
    );
    expect(readRowsForModel(kept, textTableOf(HEADER, local)).rows).toEqual(typed);
  });

  it('lets the whole table decide how chosen rows are read', () => {
    const amounts = featuresOf(
      ['amount', 'x'],
      [
        ['1234.5', 'a'],
        ['7', 'b'],
      ],
    ).schema;
    const table = textTableOf(
      ['amount', 'x'],
      [
        ['1.200', 'a'],
        ['0,5', 'b'],
      ],
    );
    expect(readRowsForModel(amounts, table, {}, undefined, [0]).rows).toEqual([[1200, 'a']]);
  });

  it('warns where a column is absent, has another type, or can be read in two ways, with examples', () => {
    const header = ['source', 'visits', 'optIn', 'created', 'seen'];
    const table = textTableOf(header, [['New', 'many', 'perhaps', '2025-03-01', 'soon']]);
    const { rows: read, warnings } = readRowsForModel(kept, table);
    expect(read).toEqual([['New', Number.NaN, Number.NaN, Number.NaN, Number.NaN]]);
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ['not_a_number', 'visits'],
      ['not_a_yes_or_no', 'optIn'],
      ['not_a_date', 'seen'],
      ['missing_column', 'won'],
    ]);
    expect(warnings[0]).toMatchObject({ rows: 1, examples: [{ text: 'many', rows: 1 }] });
    const unclear = readRowsForModel(kept, textTableOf(['visits'], [['1.200']]));
    expect(unclear.warnings.find(({ field }) => field === 'visits')).toMatchObject({ code: 'number_unclear', rows: 1 });
  });

  it('reads a table for a model of an earlier version, which keeps no readings', () => {
    const features = kept.features.map((spec) => ({
      ...spec,
      source: { ...spec.source, reading: undefined, daysBeforeReading: undefined },
    }));
    const earlier = { version: 1, features, missingTexts: ['', 'na', 'select'] } as typeof schema;
    expect(readRowsForModel(earlier, textTableOf(HEADER, rows)).rows).toEqual(typed);
  });
});
