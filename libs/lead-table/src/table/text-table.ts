import { TextColumnBuilder } from './text-column-builder.ts';

/** A column of a table of text. Each distinct text is stored once. */
export interface TextColumn {
  readonly name: string;
  /** The distinct texts, as they are written in the file, in the order of their first row. */
  readonly texts: readonly string[];
  /** [rows] Index of the row's text in `texts`. */
  readonly codes: Int32Array;
}

/** A table as text, column by column. Column names are unique. */
export interface TextTable {
  readonly columns: readonly TextColumn[];
  readonly rowCount: number;
}

/** @param rows [rows × columns] texts; a cell that is absent counts as empty */
export function textTableOf(header: readonly string[], rows: readonly (readonly string[])[]): TextTable {
  const builders = header.map(() => new TextColumnBuilder());
  for (const cells of rows) builders.forEach((builder, column) => builder.add(cells[column] ?? ''));
  return { columns: builders.map((builder, column) => builder.finish(header[column]!)), rowCount: rows.length };
}

export const headerOf = ({ columns }: TextTable): readonly string[] => columns.map(({ name }) => name);

/** The cells of a row, in the order of the columns. */
export const cellsOf = ({ columns }: TextTable, row: number): string[] =>
  columns.map(({ texts, codes }) => texts[codes[row]!]!);

/** The table with these rows only, in this order. */
export const takeTableRows = ({ columns }: TextTable, rows: ArrayLike<number>): TextTable => ({
  columns: columns.map(({ name, texts, codes }) => ({ name, texts, codes: codesAt(codes, rows) })),
  rowCount: rows.length,
});

export function codesAt(codes: Int32Array, rows: ArrayLike<number>): Int32Array {
  const taken = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) taken[i] = codes[rows[i]!]!;
  return taken;
}

/** [texts] How many rows have each text. */
export function rowsPerText({ texts, codes }: Pick<TextColumn, 'texts' | 'codes'>): Int32Array {
  const counts = new Int32Array(texts.length);
  for (let row = 0; row < codes.length; row += 1) counts[codes[row]!]! += 1;
  return counts;
}
