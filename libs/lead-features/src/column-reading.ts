/** Which mark separates the decimals of a column's numbers: 1,234.5 or 1.234,5. */
export type DecimalMark = 'point' | 'comma';

/** Order of day, month and year in a column's dates; `serial` are days since 1899-12-30, as Excel stores dates. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy' | 'serial';

export type ColumnKind = 'number' | 'date' | 'yesNo' | 'category';

/** How the cells of a table's column become values; stored with the feature, so that scoring reads as training did. */
export interface ColumnReading {
  readonly kind: ColumnKind;
  /** For numbers. Absent where no cell shows it: whole numbers without separators. */
  readonly decimal?: DecimalMark;
  /** For numbers: the largest number of decimals of a cell. */
  readonly decimals?: number;
  /** For dates. Absent where the table leaves it open. */
  readonly order?: DateOrder;
  /** Texts that mean missing in this column: trimmed, lower-case. */
  readonly missing: readonly string[];
  /** For categories: their spellings. Another spelling that differs by case or spaces means the same category. */
  readonly categories?: readonly string[];
}
