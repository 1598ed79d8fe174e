import type { PairedDifference } from '@leadlight/evaluation';
import type { TreeModel, ValueOffset } from '@leadlight/forest';
import type { Instant } from '@leadlight/lead-features';
import type { ModelEntry } from '../../ports/index.ts';

/** What the report of a recalibrated model says about the recalibration; the rest of it is the report of its trees. */
export interface RecalibrationFacts {
  /** The model with the same trees. */
  readonly of: string;
  readonly ofVersion: number;
  readonly at: Instant;
  /** The leads that it was fitted on were predicted since then. */
  readonly since: Instant;
  /** `values`: only leads with some values of a category are adjusted. */
  readonly kind: 'level' | 'level_and_slope' | 'values';
  readonly intercept: number;
  readonly slope: number;
  /** Absent in recalibrations that were made before there were any. */
  readonly offsets?: readonly FittedValueOffset[];
  readonly rows: number;
  readonly converted: number;
  /** Log loss on leads that it was not fitted on, settled or not, less that of the former model. */
  readonly difference: PairedDifference;
}

/** An offset in log odds of leads with one value of a category, as it was fitted. */
export interface FittedValueOffset extends ValueOffset {
  /** Leads with the value that it was fitted to. */
  readonly rows: number;
  readonly converted: number;
}

/** undefined for a model that was not recalibrated. */
export const recalibrationOf = ({ report }: Pick<ModelEntry, 'report'>): RecalibrationFacts | undefined =>
  ((report ?? {}) as { readonly recalibration?: RecalibrationFacts }).recalibration;

/** Leads before it say nothing about a recalibrated model; −Infinity for any other. */
export function recalibratedSince({ facts }: Pick<TreeModel, 'facts'>): Instant {
  const { since = -Infinity } = (facts.recalibration ?? {}) as { readonly since?: number };
  return since;
}
