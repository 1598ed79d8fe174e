import type { CodedMessage } from '@leadlight/common';
import type { GroupKey } from '../split.ts';

/** A column as it came in, before a feature was made of it. */
export interface RawColumn {
  readonly field: string;
  readonly kind: 'numeric' | 'categorical' | 'boolean' | 'date';
  /** [rows] Numbers (yes = 1, no = 0, dates in milliseconds) or texts; NaN and null are missing. */
  readonly values: ArrayLike<number | string | null>;
  /** Its past is not known: the values are those of today, at whatever instant the snapshot was taken. */
  readonly hasCurrentValues?: boolean;
}

/** How often a field was changed, and how often of these around the outcome. */
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
  /** [rows] 1 = had converted when the search is made; absent = the labels. */
  readonly everConverted?: ArrayLike<number>;
  /** [rows] 1 = has converted by today: columns with values of today are compared with it; absent = `everConverted`. */
  readonly convertedToday?: ArrayLike<number>;
  /** [rows] Creation of each lead, in milliseconds. */
  readonly createdAt?: ArrayLike<number>;
  /** Fields that no feature reads, with the reason. */
  readonly leftOut?: readonly { readonly field: string; readonly reason: CodedMessage }[];
  readonly changes?: readonly ChangeCount[];
  /** [rows] Rows of one lead share a key. One row of each is examined, or a column that names leads would seem to predict. */
  readonly groups?: ArrayLike<GroupKey>;
  /** Suspect fields that the user wants used nevertheless. */
  readonly allow?: readonly string[];
}

export type LeakageVerdict = 'excluded' | 'suspect' | 'fine';

/** What the rules can say about a field. */
export type LeakageCode =
  | 'alone_excluded'
  | 'alone_suspect'
  | 'nothing_against'
  | 'emptiness'
  | 'filled_after'
  | 'filled_meanwhile'
  | 'ticked'
  | 'later_dates'
  | 'follows_creation'
  | 'changed_but_kept'
  | 'changed_at_outcome'
  | 'one_outcome'
  | 'never_allowed';

/** What speaks against a field, or that nothing does. */
export interface LeakageFinding {
  readonly field: string;
  /** What people call it; absent where that is its name. */
  readonly label?: string;
  readonly verdict: LeakageVerdict;
  /** The sentences that led to the verdict, with their numbers. */
  readonly evidence: readonly CodedMessage[];
  /** Cross-validated AUC of this field alone; absent where it was not measured. */
  readonly auc?: number;
  /** The user wants it used: true = suspect, but used; false = excluded all the same. Absent where nobody asked for it. */
  readonly allowed?: boolean;
}

/** What one rule says about one column; undefined = nothing. */
export type RuleFinding = { readonly verdict: LeakageVerdict; readonly message: CodedMessage<LeakageCode> } | undefined;
