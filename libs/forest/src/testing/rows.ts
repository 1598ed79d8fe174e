import type { RawRow, Table } from '../table.ts';

/** One row of a table as raw values. */
export function rawRow(table: Table, row: number): RawRow {
  return table.columns.map((column) =>
    column.kind === 'numeric' ? column.values[row] : (column.categories[column.codes[row]] ?? null),
  );
}
