import { mix } from '../core/random.ts';
import type { CategoricalColumn } from '../table.ts';
import { findBin } from './feature-bins.ts';

/** Pseudo-examples at the overall rate that are added to every category. */
const SMOOTHING = 20;
/** Categories with fewer rows share one bin. */
const MIN_ROWS_PER_CATEGORY = 10;
/** A category with this share of the rows needs no target statistics. */
const LARGE_CATEGORY_SHARE = 1 / 12;
/** The largest categories need none either: one for this much variance in all outcomes. */
const VARIANCE_PER_FIXED_CATEGORY = 60;
/** The rows' random order has this many steps. */
const TARGET_STATISTICS_FOLDS = 32;

/** The labels that determine the order of categories. */
export interface CategoryTargets {
  readonly labels: Uint8Array;
  /** [rows] Rows of one group (one lead) are in the same fold; absent = every row is a group of its own. */
  readonly groups?: ArrayLike<number>;
  /** [rows] 1 = the row's label may be used; absent = all may. */
  readonly countedRows?: Uint8Array;
}

/** By unit: a category, or as the last one all rare categories together. */
interface CategoryCounts {
  readonly rows: Float64Array;
  readonly converted: Float64Array;
}

/** The order of a column's categories. */
export interface CategoryOrder {
  /** [categories] 1 … ascending with the smoothed rate; 0 = no row has the category. */
  readonly bins: Uint16Array;
  /** [categories] */
  readonly unitOf: Int32Array;
  /** Units by their rates, ascending. */
  readonly units: readonly number[];
  /** [units] */
  readonly binOf: Uint16Array;
  readonly counts: CategoryCounts;
  /** Share of all rows that converted. */
  readonly overall: number;
}

/**
 * Orders categories by smoothed rate, so that a threshold on bins can separate any set that a tree would want. Categories
 * with too few rows share one bin, so a column of nearly unique values becomes a constant and not a copy of the labels.
 */
export function orderCategories(column: CategoricalColumn, targets: CategoryTargets, maxBins: number): CategoryOrder {
  const size = column.categories.length;
  const counts = countCategories(column, targets);
  const { rows, converted } = counts;
  const overall = total(rows) > 0 ? total(converted) / total(rows) : 0;
  const unitOf = Int32Array.from({ length: size }, (_, code) => (rows[code] < MIN_ROWS_PER_CATEGORY ? size : code));
  unitOf.forEach((unit, code) => {
    if (unit === code) return;
    rows[unit] += rows[code];
    converted[unit] += converted[code];
  });
  const rates = rows.map((_, unit) => smoothedRate(counts, unit, overall));
  const units = Array.from(rows.keys())
    .filter((unit) => rows[unit] > 0 && (unit === size || unitOf[unit] === unit))
    .sort((a, b) => rates[a] - rates[b] || a - b);
  const binOf = assignBins(units, rows, maxBins - 1);
  const bins = Uint16Array.from(unitOf, (unit, code) => (rows[code] === 0 ? 0 : binOf[unit]));
  return { bins, unitOf, units, binOf, counts, overall };
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const smoothedRate = ({ rows, converted }: CategoryCounts, unit: number, overall: number): number =>
  (converted[unit] + SMOOTHING * overall) / (rows[unit] + SMOOTHING);

function countCategories({ codes, categories }: CategoricalColumn, targets: CategoryTargets): CategoryCounts {
  const rows = new Float64Array(categories.length + 1);
  const converted = new Float64Array(categories.length + 1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code < 0 || targets.countedRows?.[row] === 0) continue;
    rows[code]++;
    converted[code] += targets.labels[row];
  }
  return { rows, converted };
}

/** [units] Bins 1 … in the units' order; neighbours share a bin where there are more units than bins. */
function assignBins(units: readonly number[], rows: Float64Array, bins: number): Uint16Array {
  const binOf = new Uint16Array(rows.length);
  let binsLeft = bins;
  let rowsLeft = units.reduce((sum, unit) => sum + rows[unit], 0);
  let bin = 1;
  let inBin = 0;
  units.forEach((unit, i) => {
    binOf[unit] = bin;
    inBin += rows[unit];
    const unitsLeft = units.length - i - 1;
    if (binsLeft > 1 && (unitsLeft < binsLeft || inBin >= rowsLeft / binsLeft)) {
      rowsLeft -= inBin;
      inBin = 0;
      binsLeft--;
      bin++;
    }
  });
  return binOf;
}

/**
 * The bins to learn from: ordered target statistics. A category's rate contains the labels of its own rows, so a tree that
 * learned from it would find those labels again and overfit. A row of a small category therefore gets the bin that matches
 * the category's rate in the rows of earlier folds. The largest categories keep their own bins, and so do two or fewer.
 * Rows that are not counted influence no row and get the bin of their category's rate in all counted rows, as new leads do.
 * @param permutation each number gives another order of the rows
 * @returns [rows]; undefined where every row keeps the bin of its category
 * @source Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical features"
 */
export function orderedTargetStatistics(
  { codes }: CategoricalColumn,
  { labels, groups, countedRows }: CategoryTargets,
  order: CategoryOrder,
  permutation = 0,
): Uint8Array | undefined {
  if (!usesTargetStatistics(order)) return undefined;
  const { unitOf, overall } = order;
  const fixed = fixedBins(order);
  const thresholds = rateThresholds(order);
  const earlier: CategoryCounts = { rows: new Float64Array(fixed.length), converted: new Float64Array(fixed.length) };
  const rowBins = new Uint8Array(codes.length);
  const setBin = (row: number): void => {
    const unit = unitOf[codes[row]];
    rowBins[row] = fixed[unit] || findBin(thresholds, smoothedRate(earlier, unit, overall));
  };
  const isCounted = (row: number) => countedRows?.[row] !== 0;
  for (const fold of rowsByFold(codes, groups, isCounted, permutation)) {
    fold.forEach(setBin);
    for (const row of fold) {
      const unit = unitOf[codes[row]];
      earlier.rows[unit]++;
      earlier.converted[unit] += labels[row];
    }
  }
  if (countedRows) codes.forEach((code, row) => code >= 0 && !isCounted(row) && setBin(row));
  return rowBins;
}

/** Whether rows of small categories learn from other bins than that of their category. */
export function usesTargetStatistics(order: CategoryOrder): boolean {
  const fixed = fixedBins(order);
  return order.units.some((unit) => fixed[unit] === 0);
}

/**
 * [units] The bin of a unit whose rows all keep it; 0 for other units. The more categories there are for the number of
 * outcomes, the better an order by their labels ranks those same labels by chance alone.
 */
function fixedBins({ units, binOf, counts: { rows }, overall }: CategoryOrder): Uint16Array {
  const all = units.reduce((sum, unit) => sum + rows[unit], 0);
  const largestKept = 1 + Math.floor((all * overall * (1 - overall)) / VARIANCE_PER_FIXED_CATEGORY);
  const bySize = [...units].sort((a, b) => rows[b] - rows[a] || a - b);
  const fixed = new Set(
    bySize.filter((unit, rank) => units.length <= 2 || rank < largestKept || rows[unit] >= LARGE_CATEGORY_SHARE * all),
  );
  return binOf.map((bin, unit) => (fixed.has(unit) ? bin : 0));
}

/** Rates half-way between the highest of one bin and the lowest of the next. */
function rateThresholds({ units, binOf, counts, overall }: CategoryOrder): Float64Array {
  const thresholds: number[] = [];
  for (let i = 1; i < units.length; i++) {
    if (binOf[units[i]] === binOf[units[i - 1]]) continue;
    thresholds.push((smoothedRate(counts, units[i - 1], overall) + smoothedRate(counts, units[i], overall)) / 2);
  }
  return Float64Array.from(thresholds);
}

/** Distributes the counted rows that have a category over the folds at random. */
function rowsByFold(
  codes: Int32Array,
  groups: ArrayLike<number> | undefined,
  isCounted: (row: number) => boolean,
  permutation: number,
): readonly Int32Array[] {
  const salt = permutation === 0 ? 0 : mix(permutation);
  const foldOf = Uint8Array.from(codes, (code, row) =>
    code < 0 || !isCounted(row)
      ? TARGET_STATISTICS_FOLDS
      : (mix(((groups ? groups[row] : row) + 1) ^ salt) >>> 0) % TARGET_STATISTICS_FOLDS,
  );
  const sizes = new Int32Array(TARGET_STATISTICS_FOLDS + 1);
  for (const fold of foldOf) sizes[fold]++;
  const folds = Array.from({ length: TARGET_STATISTICS_FOLDS }, (_, fold) => new Int32Array(sizes[fold]));
  const filled = new Int32Array(TARGET_STATISTICS_FOLDS);
  foldOf.forEach((fold, row) => {
    if (fold < TARGET_STATISTICS_FOLDS) folds[fold][filled[fold]++] = row;
  });
  return folds;
}
