import type { FeatureSchema } from '@leadlight/lead-features';
import type { RowTable } from './table-builder.ts';

/** Rows of a table that repeat others, by the features alone: neither the outcome nor the id of the lead is compared. */
export interface RepeatedRows {
  /** Rows that equal an earlier one in every feature. */
  readonly exact: number;
  /** Rows that nearly equal an earlier one: they share a number that is rare, and most of the other features. */
  readonly near: number;
  /** False where so many rows are equal that few combinations of values exist: equal rows are then different leads. */
  readonly exactAreCopies: boolean;
  /** Kinds of group, each [rows]: rows that repeat each other have the same number. */
  readonly groups: readonly Int32Array[];
}

/** If more of the rows have an equal one, their values say little about whether one is a copy. */
const MAX_SHARE_OF_COPIES = 0.5;
/** A number is rare where at least this share of the rows has a number of its own. */
const MIN_DISTINCT_SHARE = 0.5;
/** A number that more rows have is not rare in them, such as 0. */
const MAX_ROWS_OF_RARE_NUMBER = 20;
/** Share of the features with a value in which near copies agree. */
const MIN_SHARE_THAT_AGREES = 0.8;

/**
 * Finds rows that are probably copies of one lead, such as of a table that was multiplied to make it longer. Takes time in
 * proportion to the cells of the table.
 */
export function findRepeatedRows(schema: FeatureSchema, table: RowTable, rows: number): RepeatedRows {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const columns = schema.features.map((_, feature) => numberValues(table.withFeatures([feature]), all));
  const first = firstEqualRows(columns, rows);
  const exact = first.reduce((count, earlier, row) => count + Number(earlier !== row), 0);
  const copied = new Set(first.filter((earlier, row) => earlier !== row)).size;
  const exactAreCopies = exact + copied <= MAX_SHARE_OF_COPIES * rows;
  const nearby = schema.features.flatMap(({ kind }, feature) =>
    kind === 'numeric' && isMostlyRare(columns[feature]!) ? [nearCopies(columns, columns[feature]!.codes)] : [],
  );
  const isNear = (row: number) => first[row] === row && nearby.some((kind) => kind[row] !== row);
  return {
    exact,
    near: all.reduce((count, row) => count + Number(isNear(row)), 0),
    exactAreCopies,
    groups: [...(exactAreCopies ? [first] : []), ...nearby],
  };
}

interface NumberedValues {
  /** [rows] The same number for the same value; -1 = missing. */
  readonly codes: Int32Array;
  readonly distinct: number;
}

function numberValues(table: RowTable, all: Int32Array): NumberedValues {
  const column = table.take(all).columns[0]!;
  if (column.kind === 'categorical') return { codes: column.codes, distinct: column.categories.length };
  const numbers = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  });
  return { codes, distinct: numbers.size };
}

const isMostlyRare = ({ codes, distinct }: NumberedValues): boolean =>
  distinct >= MIN_DISTINCT_SHARE * codes.length && distinct < codes.length;

/** [rows] The first row with the same values; the row itself where there is no earlier one. */
function firstEqualRows(columns: readonly NumberedValues[], rows: number): Int32Array {
  const hashes = [new Int32Array(rows), new Int32Array(rows).fill(0x5bd1e995)] as const;
  for (const { codes } of columns) {
    for (const hash of hashes) {
      for (let row = 0; row < rows; row++) {
        const mixed = Math.imul(hash[row]! ^ (codes[row]! + 1), 0x85ebca6b);
        hash[row] = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
      }
    }
  }
  const firstOf = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const key = (hashes[0][row]! >>> 0) * 2 ** 21 + (hashes[1][row]! >>> 11);
    const earlier = firstOf.get(key);
    if (earlier !== undefined) return earlier;
    firstOf.set(key, row);
    return row;
  });
}

/** [rows] The first row with the same rare number and about the same other values; the row itself where there is none. */
function nearCopies(columns: readonly NumberedValues[], rare: Int32Array): Int32Array {
  const rowsOf = new Map<number, number[]>();
  rare.forEach((code, row) => {
    const rows = rowsOf.get(code);
    if (rows) rows.push(row);
    else if (code >= 0) rowsOf.set(code, [row]);
  });
  const first = Int32Array.from(rare.keys());
  for (const rows of rowsOf.values()) {
    if (rows.length > MAX_ROWS_OF_RARE_NUMBER) continue;
    for (const row of rows) first[row] = rows.find((earlier) => earlier === row || nearlyEqual(columns, earlier, row))!;
  }
  return first;
}

function nearlyEqual(columns: readonly NumberedValues[], one: number, other: number): boolean {
  let compared = 0;
  let equal = 0;
  for (const { codes } of columns) {
    if (codes[one] === -1 && codes[other] === -1) continue;
    compared++;
    if (codes[one] === codes[other]) equal++;
  }
  return equal >= MIN_SHARE_THAT_AGREES * compared;
}
