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

/** A task, call, event or e-mail, wherever conversion has re-parented it to. */
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

/** Everything known today about one lead, with times, so that any past instant can be told from it. */
export interface LeadHistory {
  readonly leadId: string;
  readonly createdAt: Instant;
  /** Current values by API name. `snapshotAt` turns them back to an instant with `changes`. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** In any order. */
  readonly changes: readonly FieldChange[];
  /** In any order. */
  readonly activities: readonly Activity[];
  /** In any order. */
  readonly campaigns: readonly CampaignMembership[];
  /** When the lead was converted; null = not converted. */
  readonly convertedAt: Instant | null;
  /** The opportunity that came of it; null = none, absent = not synced. */
  readonly opportunity?: { readonly createdAt: Instant; readonly wonAt: Instant | null } | null;
  readonly isDeleted: boolean;
  /** From when on its versions were read; absent where it was never synced. Before, no journal tells what a field held. */
  readonly observed?: ObservedSince;
}

/** From when on a lead's fields were read. */
export interface ObservedSince {
  readonly since: Instant;
  /** Fields that were read only later, with from when on. */
  readonly later?: Readonly<Record<string, Instant>>;
}

/**
 * Since when the past of a field can be told:
 * `immutable` always; `tracked` from field history; `journal` from the project's own journal, of each lead since it was
 * observed; `unknown`: mutable and not tracked, so its value at a past instant cannot be known.
 */
export type FieldPast =
  | { readonly kind: 'immutable' }
  | { readonly kind: 'tracked'; readonly since: Instant }
  | { readonly kind: 'journal'; readonly since: Instant }
  | {
      readonly kind: 'unknown';
      /** Whether a change of it makes a new version of the lead, so that a journal can tell it; a formula's does not. */
      readonly journalable?: boolean;
      /** Since when the journal has it, while that is too short to learn from. */
      readonly journalSince?: Instant;
    };
