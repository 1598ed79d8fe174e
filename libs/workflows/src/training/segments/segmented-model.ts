import {
  OffsetModel,
  selectRows,
  type Explanation,
  type RawRow,
  type Reference,
  type Table,
  type TreeModel,
} from '@leadlight/forest';

/** A segment's own model, or its offset in log odds to the whole model. */
export type SegmentModel =
  { readonly kind: 'model'; readonly model: TreeModel } | { readonly kind: 'offset'; readonly logOdds: number };

/** A whole model, with a model or an offset for some values of one categorical feature. */
export class SegmentedModel implements TreeModel {
  readonly whole: TreeModel;
  /** Name of the feature that forms the segments. */
  readonly by: string;
  readonly segments: ReadonlyMap<string, SegmentModel>;
  readonly reference: Reference;
  readonly #feature: number;
  readonly #fallback: TreeModel;
  readonly #models: ReadonlyMap<string, TreeModel>;

  /** @param reference of past leads, each predicted by its own segment: scores remain percentile ranks among all leads */
  constructor(whole: TreeModel, by: string, segments: ReadonlyMap<string, SegmentModel>, reference: Reference) {
    this.whole = whole;
    this.by = by;
    this.segments = segments;
    this.reference = reference;
    this.#feature = whole.features.findIndex(({ name }) => name === by);
    this.#fallback = new AdjustedModel(whole, reference);
    this.#models = new Map(
      [...segments].map(([segment, own]) => [
        segment,
        own.kind === 'model'
          ? new AdjustedModel(own.model, reference)
          : new AdjustedModel(whole, reference, (probability) => shiftLogOdds(probability, own.logOdds)),
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

  /** The model of a row's segment; the whole model if the segment has none or is missing. All have the same reference. */
  modelForRow(row: RawRow): TreeModel {
    const segment = row[this.#feature];
    return (typeof segment === 'string' ? this.#models.get(segment) : undefined) ?? this.#fallback;
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
      model
        .predictTable(selectRows(table, rows))
        .forEach((probability, at) => (probabilities[rows[at]!] = probability));
    }
    return probabilities;
  }

  explain(row: RawRow): Explanation {
    return this.modelForRow(row).explain(row);
  }

  /** Of the whole model; use `modelForRow` for a row. */
  calibrate(raw: number): number {
    return this.whole.calibrate(raw);
  }

  isUnseen(feature: number, value: string): boolean {
    return this.whole.isUnseen(feature, value);
  }
}

/** The model that predicts a row, with or without segments and offsets. */
export function modelForRow(model: TreeModel, row: RawRow): TreeModel {
  if (model instanceof OffsetModel) return model.on(modelForRow(model.inner, row));
  return model instanceof SegmentedModel ? model.modelForRow(row) : model;
}

/** A model with adjusted probabilities and the reference of all leads. */
class AdjustedModel implements TreeModel {
  readonly #model: TreeModel;
  readonly reference: Reference;
  readonly #adjust: (probability: number) => number;

  /** @param adjust a function that never decreases */
  constructor(model: TreeModel, reference: Reference, adjust = (probability: number): number => probability) {
    this.#model = model;
    this.reference = reference;
    this.#adjust = adjust;
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
    return this.#adjust(this.#model.predict(row));
  }

  predictTable(table: Table): Float64Array {
    return this.#model.predictTable(table).map(this.#adjust);
  }

  predictRows(rows: readonly RawRow[]): Float64Array {
    return (this.#model.predictRows?.(rows) ?? Float64Array.from(rows, (row) => this.#model.predict(row))).map(
      this.#adjust,
    );
  }

  explain(row: RawRow): Explanation {
    return this.#model.explain(row);
  }

  explainRows(rows: readonly RawRow[]): Explanation[] {
    return this.#model.explainRows?.(rows) ?? rows.map((row) => this.#model.explain(row));
  }

  calibrate(raw: number): number {
    return this.#adjust(this.#model.calibrate(raw));
  }

  isUnseen(feature: number, value: string): boolean {
    return this.#model.isUnseen(feature, value);
  }
}

const MIN_PROBABILITY = 1e-9;

/** The probability whose log odds differ by `logOdds`. */
export function shiftLogOdds(probability: number, logOdds: number): number {
  const bounded = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));
  return 1 / (1 + Math.exp(-(Math.log(bounded / (1 - bounded)) + logOdds)));
}
