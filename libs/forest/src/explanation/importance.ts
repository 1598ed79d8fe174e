import { seededRandom } from '@leadlight/common';
import { log } from '../core/math.ts';
import type { Json, TreeModel } from '../model.ts';
import type { Column, Examples, Table } from '../table.ts';

/** The table's columns in the order of the model's features. */
function columnsInModelOrder(model: TreeModel, table: Table): Column[] {
  const byName = new Map(table.columns.map((column) => [column.name, column]));
  const absent = (name: string): Column => ({ kind: 'numeric', name, values: new Float64Array(table.rows).fill(NaN) });
  return model.features.map(({ name }) => byName.get(name) ?? absent(name));
}

/** Mean log loss of probabilities. */
function logLoss(probabilities: Float64Array, labels: Uint8Array): number {
  const loss = probabilities.reduce((sum, p, row) => sum - log(Math.max(1e-12, labels[row] === 1 ? p : 1 - p)), 0);
  return loss / probabilities.length;
}

function shuffleRows(rows: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const random = seededRandom(seed);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

const permuteColumn = (column: Column, order: Uint32Array): Column =>
  column.kind === 'numeric'
    ? { ...column, values: Float64Array.from(order, (row) => column.values[row]) }
    : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]) };

/**
 * [features] Permutation importance: the increase in mean log loss when a column is shuffled.
 * @param examples that the model was not trained on
 * @source Breiman 2001, section 10
 */
export function permutationImportance(model: TreeModel, examples: Examples, seed: number): Float64Array {
  const whole = logLoss(model.predictTable(examples), examples.labels);
  return Float64Array.from(model.features, ({ name }, f) => {
    const order = shuffleRows(examples.rows, (seed + f) | 0);
    const columns = examples.columns.map((column) => (column.name === name ? permuteColumn(column, order) : column));
    return logLoss(model.predictTable({ ...examples, columns }), examples.labels) - whole;
  });
}

export interface DependencePoint {
  /** null = missing. */
  readonly value: Extract<Json, number | string | null>;
  /** Mean probability if all rows had this value. */
  readonly probability: number;
}

/** A numeric feature is evaluated at this many values at most, at evenly spaced ranks. */
const MAX_GRID_POINTS = 20;

function gridValues(column: Column): readonly (number | string)[] {
  if (column.kind === 'categorical') return column.categories;
  const sorted = column.values.filter((value) => value === value).sort();
  if (sorted.length === 0) return [];
  const at = (i: number) => sorted[Math.round((i * (sorted.length - 1)) / (MAX_GRID_POINTS - 1))];
  return [...new Set(Array.from({ length: MAX_GRID_POINTS }, (_, i) => at(i)))];
}

function constantColumn(column: Column, rows: number, value: number | string | null): Column {
  if (column.kind === 'numeric')
    return { ...column, values: new Float64Array(rows).fill(value === null ? NaN : Number(value)) };
  return {
    ...column,
    codes: new Int32Array(rows).fill(value === null ? -1 : column.categories.indexOf(String(value))),
  };
}

/**
 * Partial dependence: mean probability as a function of one feature, with all other values unchanged.
 * @param feature index in the model's features
 * @param values by default the column's categories, or numbers at evenly spaced ranks; then missing
 * @source Friedman 2001, section 8.2
 */
export function partialDependence(
  model: TreeModel,
  table: Table,
  feature: number,
  values?: readonly (number | string)[],
): readonly DependencePoint[] {
  const columns = columnsInModelOrder(model, table);
  return (values ?? [...gridValues(columns[feature]), null]).map((value) => {
    const probabilities = model.predictTable(withValue({ rows: table.rows, columns }, feature, value));
    return { value, probability: probabilities.reduce((sum, p) => sum + p, 0) / table.rows };
  });
}

/** The table with the same value in all rows of a column; null = missing. @param feature index of the column */
export function withValue({ rows, columns }: Table, feature: number, value: number | string | null): Table {
  return { rows, columns: columns.with(feature, constantColumn(columns[feature], rows, value)) };
}
