import type { HistoryStartMessage, UntrackedUntil } from './history-start.ts';

/** Milliseconds since 1970-01-01T00:00:00Z. Clocks are arguments: nothing in this library reads one. */
export type Instant = number;

/** A CRM field's value; null = empty. Dates are ISO strings, picklists and references are strings. */
export type FieldValue = string | number | boolean | null;

/** One row of field history: `field` went from `oldValue` to `newValue` at `at`. */
export interface FieldChange {
  readonly field: string;
  readonly at: Instant;
  readonly oldValue: FieldValue;
  readonly newValue: FieldValue;
}

export type ActivityKind = 'task' | 'call' | 'event' | 'email';

/** A task, call, event or e-mail, wherever the conversion has re-parented it. */
export interface Activity {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly createdAt: Instant;
  /** When it was done; null = not done yet. Never a due date. */
  readonly completedAt: Instant | null;
  /** True for something the lead did (a reply), false for something done to the lead. */
  readonly incoming: boolean;
}

export interface CampaignMembership {
  readonly id: string;
  readonly campaignId: string;
  /** Campaign.Type; null = not set. */
  readonly campaignType: string | null;
  readonly createdAt: Instant;
  /** First response; null = none. */
  readonly respondedAt: Instant | null;
}

/** A record that belongs to another one, such as a purchase of an account or an activity on a case. */
export interface ChildRecord {
  readonly id: string;
  /** When it happened, by the date that the business enters or by the CRM's clock. Outcomes count it from then on. */
  readonly happenedAt: Instant;
  /** When the CRM had it: a snapshot sees it from then on. Never before `happenedAt`. */
  readonly knownFrom: Instant;
  /** Current values by API name. `recordSnapshotAt` undoes the `changes` after an instant. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** In any order. */
  readonly changes: readonly FieldChange[];
}

/** Everything known today about one record of the CRM, with times, so that its state at any past instant can be derived. */
export interface RecordHistory {
  readonly createdAt: Instant;
  /** Current values by API name. A snapshot undoes the `changes` after an instant. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** In any order. */
  readonly changes: readonly FieldChange[];
  /** In any order. */
  readonly activities: readonly Activity[];
  /** In any order. */
  readonly campaigns: readonly CampaignMembership[];
  /** Records that belong to it, by relation, each in any order; absent = none are read. */
  readonly children?: Readonly<Record<string, readonly ChildRecord[]>>;
  readonly isDeleted: boolean;
  /** Since when its versions have been read; absent where it was never synced. */
  readonly observed?: ObservedSince;
}

/** The history of a lead. */
export interface LeadHistory extends RecordHistory {
  readonly leadId: string;
  /** When the lead was converted; null = not converted. */
  readonly convertedAt: Instant | null;
  /** The opportunity that came of it; null = none, absent = not synced. */
  readonly opportunity?: { readonly createdAt: Instant; readonly wonAt: Instant | null } | null;
}

/** Since when a lead's fields have been read. Earlier values are known only of tracked and immutable fields. */
export interface ObservedSince {
  readonly since: Instant;
  /** Fields that have been read only since a later instant. */
  readonly later?: Readonly<Record<string, Instant>>;
}

/**
 * Since when the past values of a field are known. `immutable`: always. `tracked`: by field history. `journal`: by the
 * versions that Leadlight has stored, of each lead since its first. `unknown`: mutable and not tracked, so its value at
 * a past instant cannot be known.
 */
export type FieldPast =
  | { readonly kind: 'immutable' }
  | TrackedPast
  | { readonly kind: 'journal'; readonly since: Instant; readonly isUntracked?: true }
  | {
      readonly kind: 'unknown';
      /** The CRM says that its history is not tracked; absent where the CRM was not asked, or has no history. */
      readonly isUntracked?: true;
      /** Whether a change of it makes a new version of the lead, so that the journal records it; a formula's does not. */
      readonly journalable?: boolean;
      /** Since when the journal has recorded it, while that is too short to learn from. */
      readonly journalSince?: Instant;
    };

/** The past of a field whose history the CRM tracks today. */
export interface TrackedPast {
  readonly kind: 'tracked';
  readonly since: Instant;
  /** True = since when it has been tracked cannot be known, and the reading that keeps the feature was chosen. */
  readonly isAssumed?: boolean;
  /** Why it counts as tracked since then. */
  readonly evidence?: readonly HistoryStartMessage[];
  /** Found at any time: evidence that the CRM soon deletes is kept here. */
  readonly untrackedUntil?: UntrackedUntil;
  /** Since when the CRM's log of setup changes could be read. */
  readonly setupLogSince?: Instant;
  /** The first recorded change when the stored versions were last searched for unrecorded ones. */
  readonly firstChangeAt?: Instant;
}
