import type { Column } from '@leadlight/forest';
import { formatFeatureValue, type FeatureSpec } from '@leadlight/lead-features';

export type ColumnValue = number | string;

const MAX_VALUES = 8;
/** Rarer categories may be there by chance. */
const MIN_CATEGORY_SHARE = 0.02;

/**
 * Typical values of a column: its most common categories, or numbers at evenly spaced ranks without the extremes, which may
 * be typing errors. Empty if the column has only missing values.
 */
export function commonValues(column: Column, maxValues = MAX_VALUES): readonly ColumnValue[] {
  if (column.kind === 'numeric') {
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    const atRank = (rank: number) => sorted[Math.floor(((rank + 0.5) * sorted.length) / maxValues)]!;
    return sorted.length === 0 ? [] : [...new Set(Array.from({ length: maxValues }, (_, rank) => atRank(rank)))];
  }
  const counts = new Float64Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code]! += 1;
  return [...counts.keys()]
    .filter((code) => counts[code]! >= Math.max(2, MIN_CATEGORY_SHARE * column.codes.length))
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, maxValues)
    .map((code) => column.categories[code]!);
}

/** In English, as people read it. */
export const formatValue = ({ unit, kind }: FeatureSpec, value: ColumnValue | null): string =>
  formatFeatureValue(value, unit, 'en', undefined, kind);
