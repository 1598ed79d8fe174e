import { isMissing } from '../leakage/single-column-auc.ts';
import type { RawColumn } from '../leakage/leakage-finding.ts';

/** How far a column's values moved from a reference window to a current one. */
export interface ColumnDrift {
  readonly field: string;
  /** What people call it; absent where that is its name. */
  readonly label?: string;
  /** Population stability index: under 0.1 steady, over 0.25 moved. */
  readonly stability: number;
  readonly missingBefore: number;
  readonly missingNow: number;
  readonly verdict: 'steady' | 'moving' | 'moved';
}

/** The share of missing values and the number of distinct values of a column. */
export interface ColumnQuality {
  readonly field: string;
  /** What people call it; absent where that is its name. */
  readonly label?: string;
  readonly kind: RawColumn['kind'];
  readonly rows: number;
  /** Share of rows without a value. */
  readonly missing: number;
  readonly distinct: number;
}

const BINS = 10;
const MOVING = 0.1;
const MOVED = 0.25;
/** Added to each share, so that an empty bin does not make the index infinite. */
const FLOOR = 1e-4;
/** The other categories count as one. */
const MAX_CATEGORIES = 20;

export function columnQuality({ field, kind, values }: RawColumn): ColumnQuality {
  const filled = Array.from(values).filter((value) => !isMissing(value));
  const missing = 1 - filled.length / values.length;
  return { field, kind, rows: values.length, missing, distinct: new Set(filled).size };
}

/**
 * The population stability index between two windows of a column: Σ (now − before) · ln(now / before) over its categories,
 * or over tenths of the reference's numbers; missing is a bin of its own.
 * @source Siddiqi 2006, "Credit risk scorecards"
 */
export function columnDrift(before: RawColumn, now: RawColumn): ColumnDrift {
  const binOf = binsFrom(before.values);
  const [reference, current] = [sharesOf(before.values, binOf), sharesOf(now.values, binOf)];
  let stability = 0;
  for (const bin of new Set([...reference.keys(), ...current.keys()])) {
    const shareBefore = (reference.get(bin) ?? 0) + FLOOR;
    const shareNow = (current.get(bin) ?? 0) + FLOOR;
    stability += (shareNow - shareBefore) * Math.log(shareNow / shareBefore);
  }
  return {
    field: before.field,
    stability,
    missingBefore: reference.get(MISSING) ?? 0,
    missingNow: current.get(MISSING) ?? 0,
    verdict: stability >= MOVED ? 'moved' : stability >= MOVING ? 'moving' : 'steady',
  };
}

const MISSING = 'missing';
type Value = number | string | null;

function sharesOf(values: ArrayLike<Value>, binOf: (value: Value) => string): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (let row = 0; row < values.length; row++) {
    const bin = binOf(values[row]!);
    shares.set(bin, (shares.get(bin) ?? 0) + 1 / values.length);
  }
  return shares;
}

function binsFrom(values: ArrayLike<Value>): (value: Value) => string {
  const filled = Array.from(values).filter((value) => !isMissing(value));
  const numbers = Float64Array.from(filled.filter((value) => typeof value === 'number')).sort();
  const edges = Array.from({ length: BINS - 1 }, (_, i) => numbers[Math.floor(((i + 1) * numbers.length) / BINS)] ?? 0);
  const common = frequentTexts(filled.filter((value) => typeof value === 'string'));
  return (value) => {
    if (value === null || isMissing(value)) return MISSING;
    if (typeof value === 'number') return `bin ${edges.filter((edge) => edge <= value).length}`;
    return common.has(value) ? `text ${value}` : 'other';
  };
}

function frequentTexts(texts: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return new Set(ranked.slice(0, MAX_CATEGORIES).map(([text]) => text));
}
