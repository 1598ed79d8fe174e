import { ForestError } from '../errors.ts';
import type { Column, Examples, Table } from '../table.ts';

export const MAX_ROWS = 2 ** 24;
export const MAX_COLUMNS = 2 ** 14;
export const MAX_CATEGORIES = 65_535;

function checkCodes(column: Column & { kind: 'categorical' }): void {
  if (column.categories.length > MAX_CATEGORIES) {
    throw new ForestError({
      code: 'too_many_categories',
      column: column.name,
      categories: column.categories.length,
      limit: MAX_CATEGORIES,
    });
  }
  column.codes.forEach((value, row) => {
    if (value < -1 || value >= column.categories.length) {
      throw new ForestError({ code: 'category_code', column: column.name, row, value });
    }
  });
}

function checkColumn(column: Column, rows: number): void {
  const length = column.kind === 'numeric' ? column.values.length : column.codes.length;
  if (length !== rows) throw new ForestError({ code: 'column_length', column: column.name, length, rows });
  if (column.kind === 'categorical') return checkCodes(column);
  for (let row = 0; row < rows; row++) {
    const value = column.values[row];
    if (value === Infinity || value === -Infinity) {
      throw new ForestError({ code: 'infinite_value', column: column.name, row });
    }
  }
}

/** @throws ForestError `too_many_rows`, `column_length`, `infinite_value`, `category_code`, `too_many_categories`, … */
export function checkTable(table: Table): void {
  if (table.rows > MAX_ROWS) throw new ForestError({ code: 'too_many_rows', rows: table.rows, limit: MAX_ROWS });
  const seen = new Set<string>();
  for (const column of table.columns) {
    if (seen.has(column.name)) throw new ForestError({ code: 'duplicate_column', column: column.name });
    seen.add(column.name);
    checkColumn(column, table.rows);
  }
}

function checkWeights(weights: Float64Array | undefined, rows: number): void {
  if (!weights) return;
  if (weights.length !== rows) {
    throw new ForestError({ code: 'column_length', column: 'weights', length: weights.length, rows });
  }
  weights.forEach((value, row) => {
    if (!(value > 0 && value < Infinity)) throw new ForestError({ code: 'bad_weight', row, value });
  });
}

function checkLabels({ labels, rows }: Examples, minPerOutcome: number): void {
  if (labels.length !== rows) {
    throw new ForestError({ code: 'column_length', column: 'labels', length: labels.length, rows });
  }
  let positives = 0;
  labels.forEach((value, row) => {
    if (value > 1) throw new ForestError({ code: 'bad_label', row, value });
    positives += value;
  });
  const negatives = rows - positives;
  if (rows > 0 && (positives === 0 || negatives === 0)) {
    throw new ForestError({ code: 'one_outcome', outcome: positives === 0 ? 0 : 1, rows });
  }
  if (Math.min(positives, negatives) < minPerOutcome) {
    throw new ForestError({ code: 'too_few_examples', positives, negatives, needed: minPerOutcome });
  }
}

/** Refuses examples that could give a wrong number. A column that is missing throughout is allowed and never used. */
export function checkExamples(examples: Examples, minPerOutcome: number): void {
  if (examples.columns.length === 0) throw new ForestError({ code: 'no_columns' });
  if (examples.columns.length > MAX_COLUMNS) {
    throw new ForestError({ code: 'too_many_columns', columns: examples.columns.length, limit: MAX_COLUMNS });
  }
  checkTable(examples);
  checkLabels(examples, minPerOutcome);
  checkWeights(examples.weights, examples.rows);
  if (examples.groups && examples.groups.length !== examples.rows) {
    throw new ForestError({
      code: 'column_length',
      column: 'groups',
      length: examples.groups.length,
      rows: examples.rows,
    });
  }
}
