import {
  binColumn,
  binCount,
  binExamples,
  completeForestSettings,
  javascriptEngine,
  type Column,
  type Examples,
  type FeatureBins,
} from '@leadlight/forest';

/** Binned examples, from which the additive learners are trained. */
export interface BinnedColumns {
  readonly features: readonly FeatureBins[];
  /** [features] Number of bins, including bin 0 for missing and unseen values. */
  readonly binCounts: readonly number[];
  /** [features][rows] */
  readonly bins: readonly Uint8Array[];
  readonly labels: Uint8Array;
  /** [rows] All 1 where the examples have no weights. */
  readonly weights: Float64Array;
}

/** Binned columns with typical values of the first and last bins, which have only one edge. */
export interface ColumnsWithEnds extends BinnedColumns {
  /** [features] Medians of the numbers in the first and in the last bin; undefined for categories. */
  readonly ends: readonly (readonly [number, number] | undefined)[];
}

/**
 * @param maxBins per feature, including the one for missing values
 * @param countedRows [rows] 1 = the row's label may influence which categories share a bin; absent = all may
 */
export function binColumns(examples: Examples, maxBins: number, countedRows?: Uint8Array): ColumnsWithEnds {
  const { rows, columns, labels, weights } = examples;
  const settings = completeForestSettings({ maxBins }, rows, columns.length);
  const { features, workspace } = binExamples(examples, settings, javascriptEngine, {
    withoutTargetStatistics: true,
    countedRows,
  });
  const { matrix } = workspace.view;
  return {
    features,
    binCounts: Array.from(workspace.view.binCounts),
    bins: columns.map((_, f) => columnOf(matrix, f, columns.length, rows)),
    labels,
    weights: weights ?? new Float64Array(rows).fill(1),
    ends: columns.map((column, f) => endMedians(column, features[f])),
  };
}

/** A column of a matrix that is stored row by row. */
function columnOf(matrix: ArrayLike<number>, column: number, columns: number, rows: number): Uint8Array {
  const bins = new Uint8Array(rows);
  for (let row = 0, at = column; row < rows; row++, at += columns) bins[row] = matrix[at];
  return bins;
}

/**
 * The same columns, with the categories that share bins binned again by the labels of some rows alone. Other bins do not depend on labels.
 * @param countedRows [rows] 1 = the row's label may influence which categories share a bin
 */
export function rebinShared(
  columns: ColumnsWithEnds,
  examples: Examples,
  maxBins: number,
  countedRows: Uint8Array,
): ColumnsWithEnds {
  const shared = columns.features.flatMap((_, f) => (hasSharedBins(columns, f, maxBins) ? [f] : []));
  if (shared.length === 0) return columns;
  const part = { ...examples, columns: shared.map((f) => examples.columns[f]) };
  const again = binColumns(part, maxBins, countedRows);
  const replaced = <T>(all: readonly T[], some: readonly T[]): T[] => {
    const copy = [...all];
    shared.forEach((f, i) => (copy[f] = some[i]));
    return copy;
  };
  return {
    ...columns,
    features: replaced(columns.features, again.features),
    binCounts: replaced(columns.binCounts, again.binCounts),
    bins: replaced(columns.bins, again.bins),
  };
}

/** Columns on bins that a model has already. @param features of the same columns, with at most 256 bins each */
export function columnsOnBins(examples: Examples, features: readonly FeatureBins[]): ColumnsWithEnds {
  const { rows, columns, labels, weights } = examples;
  return {
    features,
    binCounts: features.map(binCount),
    bins: columns.map((column, f) => {
      const bins = new Uint8Array(rows);
      binColumn(column, features[f], bins);
      return bins;
    }),
    labels,
    weights: weights ?? new Float64Array(rows).fill(1),
    ends: columns.map((column, f) => endMedians(column, features[f])),
  };
}

function endMedians(column: Column, feature: FeatureBins): readonly [number, number] | undefined {
  if (column.kind !== 'numeric' || feature.kind !== 'numeric' || feature.edges.length === 0) return undefined;
  const { edges } = feature;
  const [first, last] = [edges[0], edges[edges.length - 1]];
  return [
    median(column.values.filter((value) => value <= first)),
    median(column.values.filter((value) => value > last)),
  ];
}

const median = (values: Float64Array): number => values.sort()[values.length >> 1];

/** True where a feature has more categories than bins, so that labels determine which categories share one. */
const hasSharedBins = ({ features, binCounts }: BinnedColumns, feature: number, maxBins: number): boolean =>
  features[feature].kind === 'categorical' && binCounts[feature] >= maxBins;
