import type { CodedMessage } from '@leadlight/common';
import type { GroupKey } from '../groups.ts';
import type { LeakageCode } from './leakage-messages.ts';

/** A column as it came in, before a feature was made of it. */
export interface RawColumn {
  readonly field: string;
  readonly kind: 'numeric' | 'categorical' | 'boolean' | 'date';
  /** [rows] Numbers (yes = 1, no = 0, dates in milliseconds) or texts; NaN and null are missing. */
  readonly values: ArrayLike<number | string | null>;
  /** Its history is unknown: the values are current ones, whatever the time of the snapshot. */
  readonly hasCurrentValues?: boolean;
  /** Computed from dates of records that the CRM had at the snapshot, so nothing of it was filled in afterwards. */
  readonly isFromDates?: boolean;
}

/** How often a field was changed, and how often near the outcome. */
export interface ChangeCount {
  readonly field: string;
  readonly changes: number;
  /** Of these, within the last day before conversion or after it. */
  readonly atOutcome: number;
  /** Its history is stored, so that a snapshot undoes the change. */
  readonly isTracked: boolean;
}

export interface LeakageInput {
  readonly columns: readonly RawColumn[];
  /** [rows] 1 = converted within the horizon, 0 = not. */
  readonly labels: ArrayLike<number>;
  /** [rows] 1 = had converted by the time of the search; absent = the labels. */
  readonly everConverted?: ArrayLike<number>;
  /** [rows] 1 = has converted by today, for columns with current values; absent = `everConverted`. */
  readonly convertedToday?: ArrayLike<number>;
  /** [rows] Creation of each lead, in milliseconds. */
  readonly createdAt?: ArrayLike<number>;
  /** Fields that no feature reads, with the reason. */
  readonly leftOut?: readonly { readonly field: string; readonly reason: CodedMessage }[];
  readonly changes?: readonly ChangeCount[];
  /** [rows] Rows of one lead share a key. One row of each lead is examined; otherwise a column that identifies leads would seem predictive. */
  readonly groups?: ArrayLike<GroupKey>;
  /** Suspect fields that the user wants used nevertheless. */
  readonly allow?: readonly string[];
}

export type LeakageVerdict = 'excluded' | 'suspect' | 'fine';

/** The verdict on a field, with its evidence. */
export interface LeakageFinding {
  readonly field: string;
  /** Its label; absent if that is its name. */
  readonly label?: string;
  readonly verdict: LeakageVerdict;
  /** The sentences that led to the verdict, with their numbers. */
  readonly evidence: readonly CodedMessage[];
  /** Cross-validated AUC of this field alone; absent where it was not measured. */
  readonly auc?: number;
  /** For a field that the user allowed: true = suspect, but used; false = excluded anyway. Otherwise absent. */
  readonly allowed?: boolean;
}

/** What one rule says about one column; undefined = nothing. */
export type RuleFinding = { readonly verdict: LeakageVerdict; readonly message: CodedMessage<LeakageCode> } | undefined;
