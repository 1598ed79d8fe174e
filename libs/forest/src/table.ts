/** A column of raw numbers; NaN = missing. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  /** [rows] */
  readonly values: Float64Array;
}

/** A column of codes, which are indices into `categories`; -1 = missing. */
export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly name: string;
  /** [rows] */
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Raw rows with their outcomes. */
export interface Examples extends Table {
  /** [rows] 1 = converted within the horizon, 0 = not. */
  readonly labels: Uint8Array;
  /** [rows] Rows of one group (one lead) are in or out of a bag together; absent = every row is a group of its own. */
  readonly groups?: Int32Array;
  /** [rows] > 0; absent = all 1. */
  readonly weights?: Float64Array;
}

/** Some rows of a table, in the given order. */
export const selectRows = ({ columns }: Table, rows: ArrayLike<number>): Table => ({
  rows: rows.length,
  columns: columns.map((column) =>
    column.kind === 'numeric'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]) }
      : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) },
  ),
});

/** One raw row in the order of the model's features: numbers (NaN = missing) or category names (null = missing). */
export type RawRow = readonly (number | string | null)[];

/** One row of a table as raw values, in the order of the table's columns. */
export function rawRow({ columns }: Pick<Table, 'columns'>, row: number): RawRow {
  return columns.map((column) =>
    column.kind === 'numeric' ? column.values[row] : (column.categories[column.codes[row]] ?? null),
  );
}
