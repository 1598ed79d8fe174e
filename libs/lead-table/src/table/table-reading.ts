import type { ColumnReading, DateOrder, DecimalMark } from '@leadlight/lead-features';
import type { MissingOptions } from '../cells/missing-texts.ts';

/** What a person says about a file, where the file leaves it open. */
export interface ReadingOptions extends MissingOptions {
  readonly decimal?: DecimalMark;
  /** Order of day and month. */
  readonly dates?: Extract<DateOrder, 'dmy' | 'mdy'>;
  /** Columns of dates, although they might be numbers: days as Excel counts them. */
  readonly dateColumns?: readonly string[];
  /** Columns whose reading is known from another table, by name: the ones a model was trained on. */
  readonly known?: ReadonlyMap<string, ColumnReading>;
}

/** Rows with a text, or with texts that count as the same. */
export interface TextCount {
  readonly text: string;
  readonly rows: number;
}

/** Cells that did not fit; they count as missing. */
export interface UnreadableCells {
  readonly rows: number;
  /** The most frequent ones. */
  readonly examples: readonly TextCount[];
}

/** A column's values, by the codes of its texts. */
export type ColumnValues =
  /** [texts] NaN = missing; yes = 1, no = 0; dates in milliseconds since 1970. */
  | { readonly kind: 'number' | 'yesNo' | 'date'; readonly byText: Float64Array }
  /** [texts] null = missing. */
  | { readonly kind: 'category'; readonly byText: readonly (string | null)[] };

/** How a column was read, why, and what did not fit. */
export interface ColumnFinding {
  readonly column: string;
  readonly reading: ColumnReading;
  /** A sentence. */
  readonly why: string;
  readonly rows: number;
  /** Rows whose cell became a value. */
  readonly read: number;
  /** Rows whose cell is empty or says missing. */
  readonly missing: { readonly rows: number; readonly texts: readonly TextCount[] };
  readonly unreadable: UnreadableCells;
  /** Number of different values. */
  readonly distinct: number;
  /** What else was assumed, as sentences: spellings that were joined, currencies, percent signs. */
  readonly notes: readonly string[];
  /** The most frequent values, as text. */
  readonly examples: readonly TextCount[];
  /** What only a person can say, with a cell as example. Its cells that can be read in two ways count as missing. */
  readonly open?: { readonly what: 'decimal' | 'dates'; readonly example: string };
  /** Codes such as ZIP codes and phone numbers: categories of digits. */
  readonly isCode: boolean;
  readonly values: ColumnValues;
}

export interface TableReading {
  /** In the order of the table's columns. */
  readonly columns: readonly ColumnFinding[];
  /** The marks and orders that hold for the whole file, where its columns agree. */
  readonly decimal: DecimalMark | undefined;
  readonly dates: 'dmy' | 'mdy' | undefined;
}
