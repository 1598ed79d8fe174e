import { mix } from '../core/random.ts';
import type { CategoricalColumn } from '../table.ts';

/** Pseudo-examples at the overall rate that every category is mixed with before it is placed. */
const SMOOTHING = 20;
/** A category with fewer rows shares the bin of all rare ones. */
const MIN_ROWS_PER_CATEGORY = 10;
/** A category with this share of the rows is one of few. */
const LARGE_CATEGORY_SHARE = 1 / 12;
/** One category may stay where its own labels put it for so much variance in all outcomes. */
const VARIANCE_PER_FIXED_CATEGORY = 60;
/** Parts that rows are told off into, one after the other. */
const TARGET_STATISTICS_FOLDS = 32;

/** Whose labels say where categories stand. */
export interface CategoryTargets {
  readonly labels: Uint8Array;
  /** [rows] Rows of one group (one lead) go together; absent = every row its own. */
  readonly groups?: ArrayLike<number>;
  /** [rows] 1 = its label may say something; absent = all may. */
  readonly countedRows?: Uint8Array;
}

/** By unit: a category, or in the last place all rare ones together. */
interface CategoryCounts {
  readonly rows: Float64Array;
  readonly converted: Float64Array;
}

/** Where the categories of a column stand. */
export interface CategoryOrder {
  /** [categories] 1 … ascending with the smoothed rate; 0 = no row has it. */
  readonly bins: Uint16Array;
  /** [categories] */
  readonly unitOf: Int32Array;
  /** Units by their rates, ascending. */
  readonly units: readonly number[];
  /** [units] */
  readonly binOf: Uint16Array;
  readonly counts: CategoryCounts;
  /** Share that converted among all. */
  readonly overall: number;
}

/**
 * Orders categories by smoothed rate, so that a threshold on bins can part any set that a tree would want.
 * Categories with too few rows share one bin: a near-unique column becomes a constant, not a copy of the labels.
 */
export function orderCategories(column: CategoricalColumn, outcomes: CategoryTargets, maxBins: number): CategoryOrder {
  const size = column.categories.length;
  const tally = countCategories(column, outcomes);
  const overall = total(tally.rows) > 0 ? total(tally.converted) / total(tally.rows) : 0;
  const unitOf = Int32Array.from({ length: size }, (_, code) =>
    tally.rows[code] < MIN_ROWS_PER_CATEGORY ? size : code,
  );
  unitOf.forEach((unit, code) => {
    if (unit === code) return;
    tally.rows[unit] += tally.rows[code];
    tally.converted[unit] += tally.converted[code];
  });
  const rates = tally.rows.map((_, unit) => smoothedRate(tally, unit, overall));
  const units = Array.from(tally.rows.keys())
    .filter((unit) => tally.rows[unit] > 0 && (unit === size || unitOf[unit] === unit))
    .sort((a, b) => rates[a] - rates[b] || a - b);
  const binOf = assignBins(units, tally.rows, maxBins - 1);
  const bins = Uint16Array.from(unitOf, (unit, code) => (tally.rows[code] === 0 ? 0 : binOf[unit]));
  return { bins, unitOf, units, binOf, counts: tally, overall };
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

const smoothedRate = ({ rows, converted }: CategoryCounts, unit: number, overall: number): number =>
  (converted[unit] + SMOOTHING * overall) / (rows[unit] + SMOOTHING);

function countCategories(
  { codes, categories }: CategoricalColumn,
  { labels, countedRows: counted }: CategoryTargets,
): CategoryCounts {
  const rows = new Float64Array(categories.length + 1);
  const converted = new Float64Array(categories.length + 1);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row];
    if (code < 0 || counted?.[row] === 0) continue;
    rows[code]++;
    converted[code] += labels[row];
  }
  return { rows, converted };
}

/** [units] bins 1 … for units in order, neighbours sharing one where there are more units than bins. */
function assignBins(units: readonly number[], rows: Float64Array, bins: number): Uint16Array {
  const binOf = new Uint16Array(rows.length);
  let left = bins;
  let remaining = units.reduce((sum, unit) => sum + rows[unit], 0);
  let bin = 1;
  let inBin = 0;
  units.forEach((unit, i) => {
    binOf[unit] = bin;
    inBin += rows[unit];
    const unitsLeft = units.length - i - 1;
    if (left > 1 && (unitsLeft < left || inBin >= remaining / left)) {
      remaining -= inBin;
      inBin = 0;
      left--;
      bin++;
    }
  });
  return binOf;
}

/**
 * [rows] The bin that each row is learned from in; undefined where that is its category's. A category's place in the order comes from its rows' own labels, so that
 * a tree would find again, in rows that it left out, what those very labels put there. So a row of a small category is
 * placed by what the rows of earlier parts tell of it, among the places that categories have in the end; the
 * largest stay where they are, and so do two.
 * @source Prokhorenkova et al. 2018, "CatBoost: unbiased boosting with categorical features", ordered target statistics
 */
export function orderedTargetStatistics(
  { codes }: CategoricalColumn,
  { labels, groups }: CategoryTargets,
  order: CategoryOrder,
): Uint8Array | undefined {
  const { unitOf, units, overall } = order;
  const own = fixedBins(order);
  if (units.every((unit) => own[unit] > 0)) return undefined;
  const edges = rateThresholds(order);
  const before: CategoryCounts = { rows: new Float64Array(own.length), converted: new Float64Array(own.length) };
  const places = new Uint8Array(codes.length);
  for (const part of assignFolds(codes, groups)) {
    for (const row of part) {
      const unit = unitOf[codes[row]];
      places[row] = own[unit] || findRateBin(edges, smoothedRate(before, unit, overall));
    }
    for (const row of part) {
      const unit = unitOf[codes[row]];
      before.rows[unit]++;
      before.converted[unit] += labels[row];
    }
  }
  return places;
}

/**
 * [units] The bin of the units whose rows all stay in it; 0 for the others. By chance alone, categories put in order by their
 * own labels rank those very labels the better, the more categories there are to the outcomes that tell of them.
 */
function fixedBins({ units, binOf, counts: tally, overall }: CategoryOrder): Uint16Array {
  const all = units.reduce((sum, unit) => sum + tally.rows[unit], 0);
  const affordable = 1 + Math.floor((all * overall * (1 - overall)) / VARIANCE_PER_FIXED_CATEGORY);
  const bySize = [...units].sort((a, b) => tally.rows[b] - tally.rows[a] || a - b);
  const own = new Set(
    bySize.filter(
      (unit, place) => units.length <= 2 || place < affordable || tally.rows[unit] >= LARGE_CATEGORY_SHARE * all,
    ),
  );
  return binOf.map((bin, unit) => (own.has(unit) ? bin : 0));
}

/** Rates half-way between the highest of a bin and the lowest of the next. */
function rateThresholds({ units, binOf, counts: tally, overall }: CategoryOrder): Float64Array {
  const edges: number[] = [];
  for (let i = 1; i < units.length; i++) {
    if (binOf[units[i]] === binOf[units[i - 1]]) continue;
    edges.push((smoothedRate(tally, units[i - 1], overall) + smoothedRate(tally, units[i], overall)) / 2);
  }
  return Float64Array.from(edges);
}

function findRateBin(edges: Float64Array, rate: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] < rate) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** The rows that have a category, told off by chance. */
function assignFolds(codes: Int32Array, groups: ArrayLike<number> | undefined): readonly Int32Array[] {
  const partOf = Uint8Array.from(codes, (code, row) =>
    code < 0 ? TARGET_STATISTICS_FOLDS : (mix((groups ? groups[row] : row) + 1) >>> 0) % TARGET_STATISTICS_FOLDS,
  );
  const sizes = new Int32Array(TARGET_STATISTICS_FOLDS + 1);
  for (const part of partOf) sizes[part]++;
  const parts = Array.from({ length: TARGET_STATISTICS_FOLDS }, (_, part) => new Int32Array(sizes[part]));
  const filled = new Int32Array(TARGET_STATISTICS_FOLDS);
  partOf.forEach((part, row) => {
    if (part < TARGET_STATISTICS_FOLDS) parts[part][filled[part]++] = row;
  });
  return parts;
}
