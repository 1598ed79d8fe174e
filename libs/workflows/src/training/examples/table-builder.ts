import type { FeatureSchema, FeatureValue } from '@leadlight/lead-features';
import type { Column, Table } from '@leadlight/forest';
import { GrowingArray } from './growing-array.ts';

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

  /** @param rows how many there will be, if known */
  constructor(schema: FeatureSchema, rows?: number) {
    const columns = schema.features.map(({ name, kind }) =>
      kind === 'categorical' ? new CategoricalBuilder(name, rows) : new NumericBuilder(name, rows),
    );
    super(columns);
    this.#columns = columns;
  }

  /** @param row one value per feature, in schema order */
  add(row: readonly FeatureValue[]): void {
    this.#columns.forEach((column, feature) => column.add(row[feature] ?? null));
  }

  /** All rows, for `addFrom` of another builder; can be serialized. */
  columns(): readonly ColumnValues[] {
    return this.#columns.map((column) => column.values());
  }

  /** Adds some rows of another builder with the same schema. */
  addFrom(columns: readonly ColumnValues[], rows: ArrayLike<number>): void {
    this.#columns.forEach((column, feature) => column.addFrom(columns[feature]!, rows));
  }
}

/** A column's values of all rows. */
export interface ColumnValues {
  /** [rows] Numbers, NaN = missing; or codes, -1 = missing. */
  readonly values: Float64Array | Int32Array;
  /** By code; empty for numbers. */
  readonly categories: readonly string[];
}

interface ColumnBuilder {
  add(value: FeatureValue): void;
  values(): ColumnValues;
  addFrom(from: ColumnValues, rows: ArrayLike<number>): void;
  at(row: number): FeatureValue;
  take(indices: ArrayLike<number>): Column;
}

class NumericBuilder implements ColumnBuilder {
  readonly #name: string;
  readonly #values: GrowingArray<Float64Array<ArrayBuffer>>;

  constructor(name: string, rows?: number) {
    this.#name = name;
    this.#values = new GrowingArray(Float64Array, rows);
  }

  add(value: FeatureValue): void {
    this.#values.push(typeof value === 'number' ? value : NaN);
  }

  values(): ColumnValues {
    return { values: this.#values.toArray(), categories: [] };
  }

  addFrom({ values }: ColumnValues, rows: ArrayLike<number>): void {
    for (let i = 0; i < rows.length; i += 1) this.#values.push(values[rows[i]!]!);
  }

  at(row: number): FeatureValue {
    return this.#values.at(row);
  }

  take(indices: ArrayLike<number>): Column {
    const values = Float64Array.from(indices, (index) => this.#values.at(index));
    return { kind: 'numeric', name: this.#name, values };
  }
}

class CategoricalBuilder implements ColumnBuilder {
  readonly #name: string;
  readonly #codes: GrowingArray<Int32Array<ArrayBuffer>>;
  readonly #codeOf = new Map<string, number>();
  readonly #categories: string[] = [];

  constructor(name: string, rows?: number) {
    this.#name = name;
    this.#codes = new GrowingArray(Int32Array, rows);
  }

  add(value: FeatureValue): void {
    const isMissing = value === null || (typeof value === 'number' && Number.isNaN(value));
    this.#codes.push(isMissing ? -1 : this.#code(String(value)));
  }

  values(): ColumnValues {
    return { values: this.#codes.toArray(), categories: this.#categories };
  }

  addFrom({ values, categories }: ColumnValues, rows: ArrayLike<number>): void {
    const codes = new Map<number, number>();
    for (let i = 0; i < rows.length; i += 1) {
      const theirs = values[rows[i]!]!;
      const code = theirs < 0 ? -1 : (codes.get(theirs) ?? this.#code(categories[theirs]!));
      codes.set(theirs, code);
      this.#codes.push(code);
    }
  }

  #code(category: string): number {
    const known = this.#codeOf.get(category);
    if (known !== undefined) return known;
    const code = this.#categories.push(category) - 1;
    this.#codeOf.set(category, code);
    return code;
  }

  at(row: number): FeatureValue {
    return this.#categories[this.#codes.at(row)] ?? null;
  }

  take(indices: ArrayLike<number>): Column {
    const present = [...new Set(Array.from(indices, (index) => this.#codes.at(index)))].filter((code) => code >= 0);
    const categories = present.map((code) => this.#categories[code]!).sort();
    const recoded = new Map(categories.map((category, code) => [this.#codeOf.get(category)!, code]));
    const codes = Int32Array.from(indices, (index) => recoded.get(this.#codes.at(index)) ?? -1);
    return { kind: 'categorical', name: this.#name, codes, categories };
  }
}
