import type { Instant } from '@leadlight/lead-features';
import type { OrgScore } from './crm-scores.ts';
import type { ActivityRecord, HistoryRecord } from './lead-history-store.ts';

/** Which records a CRM object's rows became. */
export interface RecordSelection {
  readonly kind: HistoryRecord['kind'];
  /** For activities: a CRM object gives one or more kinds of them. */
  readonly activityKinds?: readonly ActivityRecord['activityKind'][];
  /** Only records whose ids begin so: what a CRM object's ids have in common. */
  readonly idPrefix?: string;
  /** The day on which a record counts: of its last change, or of its creation, which is meant where nothing is said. */
  readonly dayOf?: 'change' | 'creation';
}

/** What is known here, to be held against the CRM. Newest versions, deleted ones left out. */
export interface Reconciliation {
  /**
   * Records by their day in UTC, as `dayOf` says; for field history both are the day of the change.
   * @param to exclusive
   * @returns `2026-11-23` → count; days without records are absent
   */
  countsByDay(
    orgId: string,
    selection: RecordSelection,
    from: Instant,
    to: Instant,
  ): Promise<ReadonlyMap<string, number>>;
  /**
   * Records that the CRM no longer has, without ever having told so: a deleted version of each. One that is told again, with
   * whatever time, is there again.
   * @param at from when retention counts for leads and users
   * @returns how many were not deleted before
   */
  markDeleted(orgId: string, kind: RecordSelection['kind'], ids: readonly string[], at: Instant): Promise<number>;
  /** Ids of the records whose day is from `from` to before `to`, in order, to find out which ones differ. */
  idsBetween(orgId: string, selection: RecordSelection, from: Instant, to: Instant): Promise<readonly string[]>;
}

/** What was found where a page of what the CRM holds was held against the ledger. */
export interface ComparedScores {
  /** Queued once more: the CRM lost what it took, or holds something older or something else. */
  readonly requeued: number;
  /** Written by somebody else since; the ledger has it now, and the lead is marked to be scored on its last state. */
  readonly adopted: number;
}

/** What the CRM last took of each lead: the ledger of what was sent. */
export interface WrittenScores {
  /**
   * Whether an open lead has no score yet, or one by another model than this; marked ones are scored anyway and do not count.
   * @param modelLabel as in `LeadScoreUpdate`
   */
  hasOutdatedScores(orgId: string, modelLabel: string): Promise<boolean>;
  /** Where the ledger stands. Take it before the CRM is asked: entries that move afterwards are not compared with the answer. */
  position(orgId: string): Promise<number>;
  /**
   * Holds what open leads hold in the CRM against what it last took, and mends what differs. Left alone: what waits to be
   * written, what moved since `position`, leads that are not open here, and leads that were never written.
   * @param now scores from a later time are not believed
   */
  compare(orgId: string, held: readonly OrgScore[], position: number, now: Instant): Promise<ComparedScores>;
}
