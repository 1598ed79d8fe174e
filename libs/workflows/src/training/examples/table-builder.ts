import type { FeatureSchema, FeatureValue } from '@leadlight/lead-features';
import type { Column, Table } from '@leadlight/forest';

/** Rows of feature values, from which tables are taken. */
export interface RowTable {
  /** The rows at `indices`, in that order. Categories that no row has are left out. */
  take(indices: ArrayLike<number>): Table;
  /** The rows at `indices`, each with one value per feature. */
  rowsAt(indices: ArrayLike<number>): readonly FeatureValue[][];
  /** One feature's values at `indices`. */
  valuesOf(feature: number, indices: ArrayLike<number>): readonly FeatureValue[];
  /** The same rows with some of the features, by index. */
  withFeatures(features: readonly number[]): RowTable;
  /** A view of some rows: its row i is row `rows[i]` of this. */
  view(rows: ArrayLike<number>): RowTable;
}

class TableView implements RowTable {
  readonly #columns: readonly ColumnBuilder[];
  readonly #rows: ArrayLike<number> | undefined;

  /** @param rows the visible rows of the columns; undefined = all */
  constructor(columns: readonly ColumnBuilder[], rows?: ArrayLike<number>) {
    this.#columns = columns;
    this.#rows = rows;
  }

  take(indices: ArrayLike<number>): Table {
    const rows = this.#resolve(indices);
    return { rows: rows.length, columns: this.#columns.map((column) => column.take(rows)) };
  }

  rowsAt(indices: ArrayLike<number>): readonly FeatureValue[][] {
    return Array.from(this.#resolve(indices), (row) => this.#columns.map((column) => column.at(row)));
  }

  valuesOf(feature: number, indices: ArrayLike<number>): readonly FeatureValue[] {
    return Array.from(this.#resolve(indices), (row) => this.#columns[feature]!.at(row));
  }

  withFeatures(features: readonly number[]): RowTable {
    return new TableView(
      features.map((feature) => this.#columns[feature]!),
      this.#rows,
    );
  }

  view(rows: ArrayLike<number>): RowTable {
    return new TableView(this.#columns, this.#resolve(rows));
  }

  #resolve(indices: ArrayLike<number>): ArrayLike<number> {
    const rows = this.#rows;
    return rows ? Int32Array.from(indices, (index) => rows[index]!) : indices;
  }
}

/** Builds columns for the forest from rows of feature values. */
export class TableBuilder extends TableView {
  readonly #columns: readonly ColumnBuilder[];

  constructor(schema: FeatureSchema) {
    const columns = schema.features.map(({ name, kind }) =>
      kind === 'categorical' ? new CategoricalBuilder(name) : new NumericBuilder(name),
    );
    super(columns);
    this.#columns = columns;
  }

  /** @param row one value per feature, in schema order */
  add(row: readonly FeatureValue[]): void {
    this.#columns.forEach((column, feature) => column.add(row[feature] ?? null));
  }
}

interface ColumnBuilder {
  add(value: FeatureValue): void;
  at(row: number): FeatureValue;
  take(indices: ArrayLike<number>): Column;
}

class NumericBuilder implements ColumnBuilder {
  readonly #name: string;
  readonly #values: number[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  add(value: FeatureValue): void {
    this.#values.push(typeof value === 'number' ? value : NaN);
  }

  at(row: number): FeatureValue {
    return this.#values[row]!;
  }

  take(indices: ArrayLike<number>): Column {
    return { kind: 'numeric', name: this.#name, values: Float64Array.from(indices, (index) => this.#values[index]!) };
  }
}

class CategoricalBuilder implements ColumnBuilder {
  readonly #name: string;
  readonly #codes: number[] = [];
  readonly #codeOf = new Map<string, number>();
  readonly #categories: string[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  add(value: FeatureValue): void {
    if (value === null || (typeof value === 'number' && Number.isNaN(value))) {
      this.#codes.push(-1);
      return;
    }
    const category = String(value);
    let code = this.#codeOf.get(category);
    if (code === undefined) {
      code = this.#categories.push(category) - 1;
      this.#codeOf.set(category, code);
    }
    this.#codes.push(code);
  }

  at(row: number): FeatureValue {
    return this.#categories[this.#codes[row]!] ?? null;
  }

  take(indices: ArrayLike<number>): Column {
    const present = [...new Set(Array.from(indices, (index) => this.#codes[index]!))].filter((code) => code >= 0);
    const categories = present.map((code) => this.#categories[code]!).sort();
    const recoded = new Map(categories.map((category, code) => [this.#codeOf.get(category)!, code]));
    const codes = Int32Array.from(indices, (index) => recoded.get(this.#codes[index]!) ?? -1);
    return { kind: 'categorical', name: this.#name, codes, categories };
  }
}
