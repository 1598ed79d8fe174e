import { log, sigmoid } from '../core/math.ts';
import type { Explanation, Reference, TreeModel } from '../model.ts';
import type { RawRow, Table } from '../table.ts';

/** What is added to the log odds of rows with one value of a categorical feature. */
export interface ValueOffset {
  /** Name of the feature. */
  readonly feature: string;
  readonly value: string;
  readonly logOdds: number;
}

/** A probability of 0 or 1 keeps away from infinite log odds. */
const MIN_PROBABILITY = 1e-9;
/** Raw predictions that differ by less are the same. */
const SMALL = 1e-9;

function logOddsOf(probability: number): number {
  const p = Math.min(1 - MIN_PROBABILITY, Math.max(MIN_PROBABILITY, probability));
  return log(p) - log(1 - p);
}

/**
 * A model with offsets for some values. Its raw predictions are calibrated log odds: those of the inner model, in the same proportions
 * between the features, and the offset of a row as part of the contribution of the feature that has the value. So base and
 * contributions add up to the prediction, and the reasons of all other rows stay as they were. The base stays too, since the training
 * rows, of which it is the mean, had no offsets.
 */
export class OffsetModel implements TreeModel {
  readonly inner: TreeModel;
  readonly offsets: readonly ValueOffset[];
  readonly #byFeature: readonly { readonly feature: number; readonly logOddsOf: ReadonlyMap<string, number> }[];
  readonly #others = new Map<TreeModel, OffsetModel>();

  /** @param offsets of categorical features that the model has; those of other features change nothing */
  constructor(inner: TreeModel, offsets: readonly ValueOffset[]) {
    this.inner = inner;
    this.offsets = offsets;
    this.#byFeature = [...Map.groupBy(offsets, ({ feature }) => feature)].flatMap(([name, own]) => {
      const feature = inner.features.findIndex((other) => other.name === name && other.kind === 'categorical');
      return feature < 0 ? [] : [{ feature, logOddsOf: new Map(own.map(({ value, logOdds }) => [value, logOdds])) }];
    });
  }

  /** The same offsets on another model with the same features, such as that of a segment; the same each time. */
  on(inner: TreeModel): OffsetModel {
    if (inner === this.inner) return this;
    let other = this.#others.get(inner);
    if (!other) this.#others.set(inner, (other = new OffsetModel(inner, this.offsets)));
    return other;
  }

  get learner(): string {
    return this.inner.learner;
  }

  get features(): TreeModel['features'] {
    return this.inner.features;
  }

  get reference(): Reference {
    return this.inner.reference;
  }

  get facts(): TreeModel['facts'] {
    return this.inner.facts;
  }

  predict(row: RawRow): number {
    return this.#shift(this.inner.predict(row), this.#offsetOf(row));
  }

  predictRows(rows: readonly RawRow[]): Float64Array {
    const inner = this.inner.predictRows?.(rows) ?? rows.map((row) => this.inner.predict(row));
    return Float64Array.from(rows, (row, i) => this.#shift(inner[i]!, this.#offsetOf(row)));
  }

  predictTable(table: Table): Float64Array {
    const offsets = new Float64Array(table.rows);
    for (const { feature, logOddsOf: offsetOf } of this.#byFeature) {
      const column = table.columns.find(({ name }) => name === this.features[feature]!.name);
      if (column?.kind !== 'categorical') continue;
      const ofCode = column.categories.map((category) => offsetOf.get(category) ?? 0);
      column.codes.forEach((code, row) => (offsets[row]! += ofCode[code] ?? 0));
    }
    return this.inner.predictTable(table).map((probability, row) => this.#shift(probability, offsets[row]!));
  }

  explain(row: RawRow): Explanation {
    return this.#explain(row, this.inner.explain(row));
  }

  explainRows(rows: readonly RawRow[]): Explanation[] {
    const inner = this.inner.explainRows?.(rows) ?? rows.map((row) => this.inner.explain(row));
    return rows.map((row, i) => this.#explain(row, inner[i]!));
  }

  /** Raw predictions are log odds. */
  calibrate(raw: number): number {
    return sigmoid(raw);
  }

  isUnseen(feature: number, value: string): boolean {
    return this.inner.isUnseen(feature, value);
  }

  #explain(row: RawRow, { base, raw, contributions }: Explanation): Explanation {
    const [ofBase, ofRow] = [base, raw].map((each) => logOddsOf(this.inner.calibrate(each))) as [number, number];
    const perRaw = Math.abs(raw - base) < SMALL ? this.#slopeAt(base) : (ofRow - ofBase) / (raw - base);
    const shifted = contributions.map((contribution) => contribution * perRaw);
    for (const { feature, logOdds } of this.#offsetsOf(row)) shifted[feature]! += logOdds;
    return { base: ofBase, raw: ofRow + this.#offsetOf(row), contributions: shifted };
  }

  /** Log odds per unit of the inner model's raw predictions. */
  #slopeAt(raw: number): number {
    const step = 1e-6;
    const at = (each: number) => logOddsOf(this.inner.calibrate(each));
    return (at(raw + step) - at(raw - step)) / (2 * step);
  }

  #shift(probability: number, offset: number): number {
    return sigmoid(logOddsOf(probability) + offset);
  }

  #offsetOf(row: RawRow): number {
    return this.#offsetsOf(row).reduce((sum, { logOdds }) => sum + logOdds, 0);
  }

  #offsetsOf(row: RawRow): { readonly feature: number; readonly logOdds: number }[] {
    return this.#byFeature.flatMap(({ feature, logOddsOf: offsetOf }) => {
      const value = row[feature];
      const logOdds = typeof value === 'string' ? offsetOf.get(value) : undefined;
      return logOdds === undefined ? [] : [{ feature, logOdds }];
    });
  }
}
