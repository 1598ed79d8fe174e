import type { GroupKey } from '../groups.ts';

/** What one group of leads has in common. */
export type GroupName =
  | { readonly kind: 'value'; readonly value: string }
  /** `atLeast` ≤ number < `below`; absent = no limit. */
  | { readonly kind: 'range'; readonly atLeast?: number; readonly below?: number }
  | { readonly kind: 'missing' };

/** The rows of one group. */
export interface GroupRows {
  readonly name: GroupName;
  readonly rows: readonly number[];
}

export interface DividedRows {
  /** The largest first; ranges in their order. */
  readonly groups: readonly GroupRows[];
  /** Rows of the groups that are too small to be shown, and how many groups these are. */
  readonly small: { readonly groups: number; readonly rows: readonly number[] };
}

/** Numbers with more different values than this are divided into ranges. */
const MAX_NUMBERS_AS_VALUES = 6;
const RANGES = 4;
/** More groups than these are not read; the others are counted together. */
const MAX_GROUPS = 20;

/**
 * Divides rows by a column. Groups of fewer than `minLeads` leads are not shown one by one: their figures would be chance, and
 * would be about persons.
 * @param values [rows] texts or numbers; null and NaN are missing
 * @param leads [rows] absent = every row is a lead of its own
 */
export function divideIntoGroups(
  values: ArrayLike<string | number | null>,
  leads: ArrayLike<GroupKey> | undefined,
  minLeads: number,
): DividedRows {
  const named = isNumeric(values) ? byRange(values) : byValue(values);
  const [shown, hidden]: [GroupRows[], GroupRows[]] = [[], []];
  for (const group of named) (countLeads(group.rows, leads) >= minLeads ? shown : hidden).push(group);
  hidden.push(...shown.splice(MAX_GROUPS));
  return { groups: shown, small: { groups: hidden.length, rows: hidden.flatMap(({ rows }) => rows) } };
}

export function countLeads(rows: ArrayLike<number>, leads: ArrayLike<GroupKey> | undefined): number {
  const keys = new Set<GroupKey>();
  let single = 0;
  for (let i = 0; i < rows.length; i++) {
    const key = leads?.[rows[i]!] ?? null;
    if (key === null) single++;
    else keys.add(key);
  }
  return keys.size + single;
}

const isMissing = (value: string | number | null): value is null =>
  value === null || value === '' || Number.isNaN(value);

function isNumeric(values: ArrayLike<string | number | null>): boolean {
  const different = new Set<number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (isMissing(value)) continue;
    if (typeof value !== 'number') return false;
    different.add(value);
  }
  return different.size > MAX_NUMBERS_AS_VALUES;
}

function byValue(values: ArrayLike<string | number | null>): GroupRows[] {
  const rowsByValue = new Map<string | null, number[]>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? null;
    const key = isMissing(value) ? null : String(value);
    const rows = rowsByValue.get(key);
    if (rows) rows.push(row);
    else rowsByValue.set(key, [row]);
  }
  return [...rowsByValue]
    .map(([value, rows]): GroupRows => ({
      name: value === null ? { kind: 'missing' } : { kind: 'value', value },
      rows,
    }))
    .sort((a, b) => b.rows.length - a.rows.length);
}

/** Quarters of the rows, whose limits are values that occur. */
function byRange(values: ArrayLike<string | number | null>): GroupRows[] {
  const known = Array.from(values).flatMap((value, row) => (isMissing(value) ? [] : [{ row, value: Number(value) }]));
  known.sort((a, b) => a.value - b.value);
  const limits = Array.from(
    { length: RANGES - 1 },
    (_, i) => known[Math.floor(((i + 1) * known.length) / RANGES)]!.value,
  );
  const distinct = [...new Set(limits)].filter((limit) => limit > known[0]!.value);
  const groups = Array.from({ length: distinct.length + 1 }, (_, i): GroupRows => {
    const [atLeast, below] = [distinct[i - 1], distinct[i]];
    const rows = known.filter(({ value }) => value >= (atLeast ?? -Infinity) && value < (below ?? Infinity));
    return { name: { kind: 'range', atLeast, below }, rows: rows.map(({ row }) => row) };
  });
  const missing = Array.from(values).flatMap((value, row) => (isMissing(value) ? [row] : []));
  return missing.length > 0 ? [...groups, { name: { kind: 'missing' }, rows: missing }] : groups;
}
