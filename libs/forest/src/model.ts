import type { RawRow, Table } from './table.ts';

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Explanation {
  /** Mean raw prediction over the training rows; raw = base + sum of contributions. */
  readonly base: number;
  /** Raw ensemble output of this row, before calibration. */
  readonly raw: number;
  /** [features] Exact Shapley values in raw units. */
  readonly contributions: Float64Array;
}

/** Past out-of-bag predictions, so that a new one can be placed among them. */
export interface Reference {
  /** Calibrated out-of-bag probabilities at evenly spaced ranks, ascending, at most 1,001 of them; of the newest examples where rows were in time order. */
  readonly quantiles: readonly number[];
  /** Bins of calibrated out-of-bag probability, ascending, with how many past leads fell in and how many of them converted. */
  readonly bins: readonly { readonly upTo: number; readonly count: number; readonly converted: number }[];
  /**
   * Probabilities from..to at which a class-conditional conformal set of 90 % confidence holds both outcomes: past leads
   * of either outcome often stood there. Absent where there are none such.
   */
  readonly unsure?: { readonly from: number; readonly to: number };
}

/** A trained, calibrated tree ensemble: everything needed to score and explain, whoever grew it. */
export interface TreeModel {
  readonly learner: string;
  readonly features: readonly { readonly name: string; readonly kind: 'numeric' | 'categorical' }[];
  readonly reference: Reference;
  /** What the caller wants kept with the model: feature schema, label, times, evaluation. */
  readonly facts: { readonly [key: string]: Json };
  /** Calibrated probability, 0..1. @throws ForestError `row_length` */
  predict(row: RawRow): number;
  /** [rows] Calibrated probabilities. */
  predictTable(table: Table): Float64Array;
  explain(row: RawRow): Explanation;
  /** [rows] `predict` of each, where rows together take less time for each. */
  predictRows?(rows: readonly RawRow[]): Float64Array;
  /** [rows] `explain` of each, where rows together take less time for each. */
  explainRows?(rows: readonly RawRow[]): Explanation[];
  /** raw → calibrated probability; monotone, never decreasing. */
  calibrate(raw: number): number;
  /** True where `value` is a category that training never saw. */
  isUnseen(feature: number, value: string): boolean;
}
