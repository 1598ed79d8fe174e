import type { FeatureSchema, FeatureValue } from '@leadlight/lead-features';
import type { Column, Table } from '@leadlight/forest';

/** Rows from which tables are taken. */
export interface RowTable {
  /** The rows at `indices`, in that order. Categories that none of them has are left out. */
  take(indices: ArrayLike<number>): Table;
}

/** Grows columns row by row: what the lead features say becomes what the forest reads. */
export class TableBuilder implements RowTable {
  readonly #columns: ColumnBuilder[];

  constructor(schema: FeatureSchema) {
    this.#columns = schema.features.map(({ name, kind }) =>
      kind === 'categorical' ? new CategoricalBuilder(name) : new NumericBuilder(name),
    );
  }

  /** @param row one value a feature, in schema order */
  add(row: readonly FeatureValue[]): void {
    this.#columns.forEach((column, feature) => column.add(row[feature] ?? null));
  }

  take(indices: ArrayLike<number>): Table {
    return { rows: indices.length, columns: this.#columns.map((column) => column.take(indices)) };
  }

  /** A view of some rows: row i of it is row `rows[i]` of this. */
  only(rows: ArrayLike<number>): RowTable {
    return { take: (indices) => this.take(Int32Array.from(indices, (index) => rows[index]!)) };
  }
}

interface ColumnBuilder {
  add(value: FeatureValue): void;
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

  take(indices: ArrayLike<number>): Column {
    return { kind: 'numeric', name: this.#name, values: Float64Array.from(indices, (index) => this.#values[index]!) };
  }
}

class CategoricalBuilder implements ColumnBuilder {
  readonly #name: string;
  readonly #codes: number[] = [];
  readonly #codeOf = new Map<string, number>();

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
    if (code === undefined) this.#codeOf.set(category, (code = this.#codeOf.size));
    this.#codes.push(code);
  }

  take(indices: ArrayLike<number>): Column {
    const all = [...this.#codeOf.keys()];
    const present = [...new Set(Array.from(indices, (index) => this.#codes[index]!))].filter((code) => code >= 0);
    const categories = present.map((code) => all[code]!).sort();
    const recoded = new Map(categories.map((category, code) => [this.#codeOf.get(category)!, code]));
    const codes = Int32Array.from(indices, (index) => recoded.get(this.#codes[index]!) ?? -1);
    return { kind: 'categorical', name: this.#name, codes, categories };
  }
}
