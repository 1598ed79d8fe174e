import type { FeatureSchema } from '@leadlight/lead-features';
import type { RowTable } from './table-builder.ts';

/** Rows of a table that repeat others, by the features alone: neither the outcome nor the id of the lead is compared. */
export interface RepeatedRows {
  /** Rows that equal an earlier one in every feature, by values so rare together that chance does not explain it. */
  readonly exact: number;
  /** Rows that nearly equal an earlier one in the same sense: in most features with a value. */
  readonly near: number;
  /** Rows that equal an earlier one by values that are common: they are of different leads. */
  readonly common: number;
  /** Kinds of group, each [rows]: rows that repeat each other have the same number. */
  readonly groups: readonly Int32Array[];
}

/** Share of the features with a value in which near copies agree. */
const MIN_SHARE_THAT_AGREES = 0.8;
/** Near copies are sought among rows that share a value of one of these many columns, those with the most values. */
const COLUMNS_TO_SEARCH = 2;
/** A value that more rows have is too common to start from. */
const MAX_ROWS_OF_RARE_VALUE = 20;
/** Copies agree by values that two of all rows would share by chance in one of 2^5 tables. */
const EXTRA_BITS = 5;

/**
 * Finds rows that are probably copies of one lead, such as of a table that was multiplied to make it longer. Takes time in
 * proportion to the cells of the table.
 */
export function findRepeatedRows(schema: FeatureSchema, table: RowTable, rows: number): RepeatedRows {
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  const columns = schema.features.map((_, feature) => numberValues(table.withFeatures([feature]), all));
  const neededBits = 2 * Math.log2(Math.max(2, rows)) + EXTRA_BITS;
  const equal = firstEqualRows(columns, rows);
  const isCopy = (one: number, other: number, minShare: number) => areCopies(columns, one, other, minShare, neededBits);
  const copied = equal.map((first, row) => (first === row || isCopy(first, row, 1) ? first : row));
  const nearby = [...columns]
    .sort((a, b) => b.rowsOf.length - a.rowsOf.length)
    .slice(0, COLUMNS_TO_SEARCH)
    .map(({ codes }) => firstNearRows(codes, equal, (one, other) => isCopy(one, other, MIN_SHARE_THAT_AGREES)));
  const isNear = (row: number) => equal[row] === row && nearby.some((kind) => kind[row] !== row);
  const count = (holds: (row: number) => boolean) => all.reduce((sum, row) => sum + Number(holds(row)), 0);
  return {
    exact: count((row) => copied[row] !== row),
    near: count(isNear),
    common: count((row) => equal[row] !== row && copied[row] === row),
    groups: [copied, ...nearby],
  };
}

interface NumberedValues {
  /** [rows] The same number for the same value; -1 = missing. */
  readonly codes: Int32Array;
  /** [values] How many rows have the value. */
  readonly rowsOf: Int32Array;
}

function numberValues(table: RowTable, all: Int32Array): NumberedValues {
  const codes = valueCodes(table, all);
  const rowsOf = new Int32Array(codes.reduce((max, code) => Math.max(max, code), -1) + 1);
  for (const code of codes) if (code >= 0) rowsOf[code]!++;
  return { codes, rowsOf };
}

function valueCodes(table: RowTable, all: Int32Array): Int32Array {
  const column = table.take(all).columns[0]!;
  if (column.kind === 'categorical') return column.codes;
  const numbers = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, numbers.size);
    return numbers.size - 1;
  });
}

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

/** [rows] The first near copy among the rows with the same rare value; the row itself where there is none. */
function firstNearRows(
  codes: Int32Array,
  equal: Int32Array,
  isNear: (one: number, other: number) => boolean,
): Int32Array {
  const rowsOf = new Map<number, number[]>();
  codes.forEach((code, row) => {
    // Equal rows need to be compared with others only once.
    if (code < 0 || equal[row] !== row) return;
    const rows = rowsOf.get(code);
    if (rows) rows.push(row);
    else rowsOf.set(code, [row]);
  });
  const first = Int32Array.from(codes.keys());
  for (const rows of rowsOf.values()) {
    if (rows.length > MAX_ROWS_OF_RARE_VALUE) continue;
    for (const row of rows) first[row] = rows.find((earlier) => earlier === row || isNear(earlier, row))!;
  }
  return first;
}

/**
 * Whether two rows agree in at least this share of the features with a value, by values that are rare together: the sum of
 * their information, as if the features were independent.
 */
function areCopies(
  columns: readonly NumberedValues[],
  one: number,
  other: number,
  minShare: number,
  neededBits: number,
): boolean {
  let compared = 0;
  let equal = 0;
  let bits = 0;
  for (const { codes, rowsOf } of columns) {
    const code = codes[one]!;
    if (code === -1 && codes[other] === -1) continue;
    compared++;
    if (code !== codes[other]) continue;
    equal++;
    bits += Math.log2(codes.length / rowsOf[code]!);
  }
  return equal >= minShare * compared && bits >= neededBits;
}
