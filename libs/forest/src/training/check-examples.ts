import { ForestError } from '../errors.ts';
import type { Column, Examples, Table } from '../table.ts';

const MAX_ROWS = 2 ** 24;
const MAX_COLUMNS = 2 ** 14;
const MAX_CATEGORIES = 65_535;

function checkCodes({ name, categories, codes }: Column & { kind: 'categorical' }): void {
  if (categories.length > MAX_CATEGORIES) {
    const facts = { column: name, categories: categories.length, limit: MAX_CATEGORIES };
    throw new ForestError('too_many_categories', facts);
  }
  codes.forEach((value, row) => {
    if (value < -1 || value >= categories.length) throw new ForestError('category_code', { column: name, row, value });
  });
}

function checkLength(column: string, length: number | undefined, rows: number): void {
  if (length !== undefined && length !== rows) throw new ForestError('column_length', { column, length, rows });
}

function checkColumn(column: Column, rows: number): void {
  checkLength(column.name, column.kind === 'numeric' ? column.values.length : column.codes.length, rows);
  if (column.kind === 'categorical') return checkCodes(column);
  for (let row = 0; row < rows; row++) {
    const value = column.values[row];
    if (value === Infinity || value === -Infinity) {
      throw new ForestError('infinite_value', { column: column.name, row });
    }
  }
}

/** @throws ForestError `too_many_rows`, `column_length`, `infinite_value`, `category_code`, `too_many_categories`, … */
export function checkTable(table: Table): void {
  if (table.rows > MAX_ROWS) throw new ForestError('too_many_rows', { rows: table.rows, limit: MAX_ROWS });
  const seen = new Set<string>();
  for (const column of table.columns) {
    if (seen.has(column.name)) throw new ForestError('duplicate_column', { column: column.name });
    seen.add(column.name);
    checkColumn(column, table.rows);
  }
}

function checkLabels({ labels, rows }: Examples, minPerOutcome: number): void {
  let positives = 0;
  labels.forEach((value, row) => {
    if (value > 1) throw new ForestError('bad_label', { row, value });
    positives += value;
  });
  const negatives = rows - positives;
  if (rows > 0 && (positives === 0 || negatives === 0)) {
    throw new ForestError('one_outcome', { outcome: positives === 0 ? 0 : 1, rows });
  }
  if (Math.min(positives, negatives) < minPerOutcome) {
    throw new ForestError('too_few_examples', { positives, negatives, needed: minPerOutcome });
  }
}

/** Rejects examples that could give a wrong number. A column without any value is allowed and never used. */
export function checkExamples(examples: Examples, minPerOutcome: number): void {
  const { rows, columns, labels, weights, groups } = examples;
  if (columns.length === 0) throw new ForestError('no_columns', {});
  if (columns.length > MAX_COLUMNS) {
    throw new ForestError('too_many_columns', { columns: columns.length, limit: MAX_COLUMNS });
  }
  checkTable(examples);
  checkLength('labels', labels.length, rows);
  checkLabels(examples, minPerOutcome);
  checkLength('weights', weights?.length, rows);
  weights?.forEach((value, row) => {
    if (!(value > 0 && value < Infinity)) throw new ForestError('bad_weight', { row, value });
  });
  checkLength('groups', groups?.length, rows);
}
