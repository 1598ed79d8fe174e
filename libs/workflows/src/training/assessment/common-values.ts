import type { Column } from '@leadlight/forest';
import { formatFeatureValue, type FeatureSpec } from '@leadlight/lead-features';

export type ColumnValue = number | string;

const MAX_VALUES = 8;
/** Fewer rows than this share have a value by chance. */
const MIN_CATEGORY_SHARE = 0.02;

/**
 * Values that many rows of a column have: its most common categories, or numbers at evenly spaced ranks, without the ends,
 * which a slip of the pen may have made. None where the column is missing throughout.
 */
export function commonValues(column: Column, most = MAX_VALUES): readonly ColumnValue[] {
  if (column.kind === 'numeric') {
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    const at = (place: number) => sorted[Math.floor(((place + 0.5) * sorted.length) / most)]!;
    return sorted.length === 0 ? [] : [...new Set(Array.from({ length: most }, (_, place) => at(place)))];
  }
  const counts = new Float64Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code]! += 1;
  return [...counts.keys()]
    .filter((code) => counts[code]! >= Math.max(2, MIN_CATEGORY_SHARE * column.codes.length))
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, most)
    .map((code) => column.categories[code]!);
}

/** As people read it. */
export const formatValue = ({ unit, kind }: FeatureSpec, value: ColumnValue | null): string =>
  formatFeatureValue(value, unit, 'en', undefined, kind);
