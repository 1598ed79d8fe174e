import type { RawColumn } from '../leakage/leakage-finding.ts';
import { isMissing } from '../leakage/single-column-auc.ts';

const QUANTILE_BINS = 10;
/** The other categories of the training count as one. */
const MAX_CATEGORIES = 20;

/** A value that is missing, and a category that the training did not have. */
export const MISSING_BIN = -1;
export const UNSEEN_BIN = -2;

/** How the values of a column fall into bins, as the training had them. */
export interface ColumnBins {
  readonly field: string;
  /** The categories with a bin of their own; empty for numbers. */
  readonly categories: readonly string[];
  /** [bins] rows of the training, without missing values. */
  readonly reference: Float64Array;
  readonly rows: number;
  readonly missing: number;
  /**
   * Rows of the training whose category occurs once. Of as many other rows, this many are expected to have a new category.
   * @source Good 1953, "The population frequencies of species and the estimation of population parameters"
   */
  readonly singletons: number;
  /** [rows] bins of other values of the column, `MISSING_BIN` or `UNSEEN_BIN`. */
  binsOf(values: RawColumn['values']): Int16Array;
}

export function columnBins({ field, values }: Pick<RawColumn, 'field' | 'values'>): ColumnBins {
  const filled = Array.from(values).filter((value) => !isMissing(value));
  const isCategorical = filled.some((value) => typeof value === 'string');
  const { bins, categories, singletons, binOf } = isCategorical
    ? categoryBins(filled as readonly string[])
    : numberBins(filled as readonly number[]);
  const reference = new Float64Array(bins);
  for (const value of filled) reference[binOf(value)]!++;
  return {
    ...{ field, categories, reference, singletons },
    rows: values.length,
    missing: values.length - filled.length,
    binsOf: (others) =>
      Int16Array.from({ length: others.length }, (_, row) =>
        isMissing(others[row]!) ? MISSING_BIN : binOf(others[row]!),
      ),
  };
}

type Binning = Pick<ColumnBins, 'categories' | 'singletons'> & {
  readonly bins: number;
  readonly binOf: (value: RawColumn['values'][number]) => number;
};

function categoryBins(texts: readonly string[]): Binning {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([text]) => text);
  const categories = ranked.slice(0, MAX_CATEGORIES);
  const places = new Map(ranked.map((text, rank) => [text, Math.min(rank, MAX_CATEGORIES)]));
  return {
    bins: Math.min(ranked.length, MAX_CATEGORIES + 1),
    categories,
    singletons: [...counts.values()].filter((count) => count === 1).length,
    binOf: (value) => places.get(String(value)) ?? UNSEEN_BIN,
  };
}

/** Tenths of the training's numbers; fewer where many are the same. */
function numberBins(numbers: readonly number[]): Binning {
  const sorted = Float64Array.from(numbers).sort();
  const edges = Array.from(
    { length: QUANTILE_BINS - 1 },
    (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / QUANTILE_BINS)] ?? 0,
  );
  const distinct = [...new Set(edges)].filter((edge) => edge > sorted[0]!);
  return {
    bins: distinct.length + 1,
    categories: [],
    singletons: 0,
    binOf: (value) => {
      let bin = 0;
      while (bin < distinct.length && distinct[bin]! <= Number(value)) bin++;
      return bin;
    },
  };
}
