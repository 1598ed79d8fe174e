import type { RawRow, Table } from './table.ts';

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Explanation {
  /** Mean raw prediction over the training rows; raw = base + sum of contributions. */
  readonly base: number;
  /** Raw prediction of this row, before calibration. */
  readonly raw: number;
  /** [features] Exact Shapley values in raw units. */
  readonly contributions: Float64Array;
}

/** A summary of the calibrated out-of-bag probabilities of past leads, with which new ones are compared. */
export interface Reference {
  /** Probabilities at evenly spaced ranks, ascending, at most 1,001; of the newest examples where rows are in order of time. */
  readonly quantiles: readonly number[];
  /** Bins of probability, ascending, with the number of past leads and how many of them converted. */
  readonly bins: readonly { readonly upTo: number; readonly count: number; readonly converted: number }[];
  /**
   * Probabilities low..high at which a class-conditional conformal set of 90 % confidence contains both outcomes, as past
   * leads of either outcome often had them. Absent where there are none.
   */
  readonly uncertain?: { readonly low: number; readonly high: number };
}

/** A trained and calibrated tree ensemble, by whatever learner: everything needed to score and explain. */
export interface TreeModel {
  readonly learner: string;
  readonly features: readonly { readonly name: string; readonly kind: 'numeric' | 'categorical' }[];
  readonly reference: Reference;
  /** What the caller stores with the model: feature schema, label, times, evaluation. */
  readonly facts: { readonly [key: string]: Json };
  /** Calibrated probability, 0..1. @throws ForestError `row_length` */
  predict(row: RawRow): number;
  /** [rows] Calibrated probabilities. */
  predictTable(table: Table): Float64Array;
  explain(row: RawRow): Explanation;
  /** [rows] `predict` of each row, faster for many rows. */
  predictRows?(rows: readonly RawRow[]): Float64Array;
  /** [rows] `explain` of each row, faster for many rows. */
  explainRows?(rows: readonly RawRow[]): Explanation[];
  /** Converts a raw prediction to a calibrated probability; never decreasing. */
  calibrate(raw: number): number;
  /** True where `value` is a category that did not occur in training. */
  isUnseen(feature: number, value: string): boolean;
}
