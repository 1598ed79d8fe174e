/** Columns of raw values, all of the same length. NaN = missing. */
export interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  /** [rows] */
  readonly values: Float64Array;
}

/** Codes into `categories`; -1 = missing. */
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

/** Raw rows with what became of them. */
export interface Examples extends Table {
  /** [rows] 1 = converted within the horizon, 0 = not. */
  readonly labels: Uint8Array;
  /** [rows] Rows of one group (one lead) are drawn and left out of a bag together; absent = every row its own. */
  readonly groups?: Int32Array;
  /** [rows] > 0; absent = all 1. */
  readonly weights?: Float64Array;
}

/** One raw row in the order of the model's features: numbers (NaN = missing) or category names (null = missing). */
export type RawRow = readonly (number | string | null)[];
