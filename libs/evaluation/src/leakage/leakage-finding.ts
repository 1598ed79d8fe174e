import type { GroupKey } from '../split.ts';
import type { CodedMessage } from '../coded-message.ts';

/** A column as it came in, before anything was made of it. */
export interface RawColumn {
  readonly field: string;
  readonly kind: 'numeric' | 'categorical' | 'boolean' | 'date';
  /** [rows] Numbers (yes = 1, no = 0, dates in milliseconds) or texts; NaN and null are missing. */
  readonly values: ArrayLike<number | string | null>;
  /** Its past is not known: the values are those of today, whenever the row was looked at. */
  readonly hasCurrentValues?: boolean;
}

/** How often a field was changed, and how often only when the outcome stood or was near. */
export interface ChangeCount {
  readonly field: string;
  readonly changes: number;
  /** Of these, within the last day before conversion or after it. */
  readonly atOutcome: number;
  /** Its history is kept, so that a snapshot turns the change back. */
  readonly isTracked: boolean;
}

export interface LeakageInput {
  readonly columns: readonly RawColumn[];
  /** [rows] 1 = converted within the horizon, 0 = not. */
  readonly labels: ArrayLike<number>;
  /** [rows] 1 = had converted when the search is made; absent = the labels. */
  readonly everConverted?: ArrayLike<number>;
  /** [rows] 1 = has converted by today: what columns of today are held against; absent = `everConverted`. */
  readonly convertedToday?: ArrayLike<number>;
  /** [rows] Creation of each lead, in milliseconds. */
  readonly createdAt?: ArrayLike<number>;
  /** Fields that no feature reads, with the reason: a sentence without its subject. */
  readonly leftOut?: readonly { readonly field: string; readonly reason: string }[];
  readonly changes?: readonly ChangeCount[];
  /** [rows] Rows of one lead share a key: one row of each is looked at, or a column that names leads would seem to know them. */
  readonly groups?: ArrayLike<GroupKey>;
  /** Suspect fields that the user wants none the less. */
  readonly allow?: readonly string[];
}

export type LeakageVerdict = 'excluded' | 'suspect' | 'fine';

/** What a rule can say of a field; the comment names what fills the places. */
export type LeakageCode =
  /** AUC alone */
  | 'alone_excluded'
  | 'alone_suspect'
  | 'nothing_against'
  /** conversion rate of those without, how many they are, rate of those with, how many, AUC */
  | 'emptiness'
  /** leads that have it, share of them that converted, share of all */
  | 'filled_after'
  | 'filled_meanwhile'
  | 'ticked'
  /** dates later than the creation, dates */
  | 'later_dates'
  /** rank correlation */
  | 'follows_creation'
  /** share of the changes that came with the outcome, changes */
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
  /** Sentences with the numbers that led to the verdict. */
  readonly evidence: string;
  /** The same sentences by code; absent where a feature schema left the field out, whose reason is a sentence alone. */
  readonly told?: readonly CodedMessage<LeakageCode>[];
  /** AUC of this field alone, out of fold; absent where it was not measured. */
  readonly auc?: number;
  /** The user wants it: true = suspect, but used; false = excluded none the less. Absent where nobody said so. */
  readonly allowed?: boolean;
}

/** One rule's opinion of one column; undefined = nothing to say. */
export type RuleFinding =
  { readonly verdict: LeakageVerdict; readonly evidence: string; readonly told: CodedMessage<LeakageCode> } | undefined;
