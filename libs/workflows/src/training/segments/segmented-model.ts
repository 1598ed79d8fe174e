import type { Explanation, RawRow, Reference, Table, TreeModel } from '@leadlight/forest';

/** What a segment has of its own: a model, or the whole model moved by so much in log odds. */
export type SegmentModel =
  { readonly kind: 'model'; readonly model: TreeModel } | { readonly kind: 'offset'; readonly logOdds: number };

/** The whole model, and for some values of one categorical feature something of their own. */
export class SegmentedModel implements TreeModel {
  readonly whole: TreeModel;
  /** Name of the feature that parts the leads. */
  readonly by: string;
  readonly parts: ReadonlyMap<string, SegmentModel>;
  readonly reference: Reference;
  readonly #place: number;
  readonly #everybody: TreeModel;
  readonly #models: ReadonlyMap<string, TreeModel>;

  /** @param reference where past leads stood, each by its own part: scores stay places among all leads */
  constructor(whole: TreeModel, by: string, parts: ReadonlyMap<string, SegmentModel>, reference: Reference) {
    this.whole = whole;
    this.by = by;
    this.parts = parts;
    this.reference = reference;
    this.#place = whole.features.findIndex(({ name }) => name === by);
    this.#everybody = new AdjustedModel(whole, reference);
    this.#models = new Map(
      [...parts].map(([segment, part]) => [
        segment,
        part.kind === 'model'
          ? new AdjustedModel(part.model, reference)
          : new AdjustedModel(whole, reference, (probability) => shiftLogOdds(probability, part.logOdds)),
      ]),
    );
  }

  get learner(): string {
    return this.whole.learner;
  }

  get features(): TreeModel['features'] {
    return this.whole.features;
  }

  get facts(): TreeModel['facts'] {
    return this.whole.facts;
  }

  /** Who answers for a row; a segment without anything of its own, and a missing one, get the whole model. All place alike. */
  modelForRow(row: RawRow): TreeModel {
    const segment = row[this.#place];
    return (typeof segment === 'string' ? this.#models.get(segment) : undefined) ?? this.#everybody;
  }

  predict(row: RawRow): number {
    return this.modelForRow(row).predict(row);
  }

  predictTable(table: Table): Float64Array {
    const probabilities = this.whole.predictTable(table);
    const column = table.columns.find(({ name }) => name === this.by);
    if (column?.kind !== 'categorical') return probabilities;
    for (const [segment, model] of this.#models) {
      const code = column.categories.indexOf(segment);
      const rows = Array.from(column.codes.keys()).filter((row) => code >= 0 && column.codes[row] === code);
      if (rows.length === 0) continue;
      model.predictTable(rowsOf(table, rows)).forEach((probability, at) => (probabilities[rows[at]!] = probability));
    }
    return probabilities;
  }

  explain(row: RawRow): Explanation {
    return this.modelForRow(row).explain(row);
  }

  /** Of the whole model: ask `partFor` where a row is at hand. */
  calibrate(raw: number): number {
    return this.whole.calibrate(raw);
  }

  isUnseen(feature: number, value: string): boolean {
    return this.whole.isUnseen(feature, value);
  }
}

/** Who answers for a row, whether or not the model has segments. */
export const modelForRow = (model: TreeModel, row: RawRow): TreeModel =>
  model instanceof SegmentedModel ? model.modelForRow(row) : model;

/** A model with its probabilities bent, placed among all leads. */
class AdjustedModel implements TreeModel {
  readonly #model: TreeModel;
  readonly reference: Reference;
  readonly #bend: (probability: number) => number;

  /** @param bend never decreasing */
  constructor(model: TreeModel, reference: Reference, bend = (probability: number): number => probability) {
    this.#model = model;
    this.reference = reference;
    this.#bend = bend;
  }

  get learner(): string {
    return this.#model.learner;
  }

  get features(): TreeModel['features'] {
    return this.#model.features;
  }

  get facts(): TreeModel['facts'] {
    return this.#model.facts;
  }

  predict(row: RawRow): number {
    return this.#bend(this.#model.predict(row));
  }

  predictTable(table: Table): Float64Array {
    return this.#model.predictTable(table).map(this.#bend);
  }

  predictRows(rows: readonly RawRow[]): Float64Array {
    return (this.#model.predictRows?.(rows) ?? Float64Array.from(rows, (row) => this.#model.predict(row))).map(
      this.#bend,
    );
  }

  explain(row: RawRow): Explanation {
    return this.#model.explain(row);
  }

  explainRows(rows: readonly RawRow[]): Explanation[] {
    return this.#model.explainRows?.(rows) ?? rows.map((row) => this.#model.explain(row));
  }

  calibrate(raw: number): number {
    return this.#bend(this.#model.calibrate(raw));
  }

  isUnseen(feature: number, value: string): boolean {
    return this.#model.isUnseen(feature, value);
  }
}

const MIN_PROBABILITY = 1e-9;

/** A probability so much higher or lower in log odds. */
function shiftLogOdds(probability: number, logOdds: number): number {
  const bounded = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));
  return 1 / (1 + Math.exp(-(Math.log(bounded / (1 - bounded)) + logOdds)));
}

const rowsOf = ({ columns }: Table, rows: readonly number[]): Table => ({
  rows: rows.length,
  columns: columns.map((column) =>
    column.kind === 'numeric'
      ? { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) }
      : { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) },
  ),
});
