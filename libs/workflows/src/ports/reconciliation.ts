import type { Instant } from '@leadlight/lead-features';
import type { OrgScore } from './crm-scores.ts';
import type { ActivityRecord, HistoryRecord } from './lead-history-store.ts';

/** The records that the rows of a CRM object became. */
export interface RecordSelection {
  readonly kind: HistoryRecord['kind'];
  /** For activities: the kinds that a CRM object contains. */
  readonly activityKinds?: readonly ActivityRecord['activityKind'][];
  /** Only records whose ids have this prefix, which is the same for all records of a CRM object. */
  readonly idPrefix?: string;
  /** The day on which a record counts: of its last change, or of its creation (the default). */
  readonly dayOf?: 'change' | 'creation';
}

/** What is stored, to be compared with the CRM. Newest versions, without deleted records. */
export interface Reconciliation {
  /**
   * Records by their day in UTC, according to `dayOf`; for field history both are the day of the change.
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
   * Stores a deleted version of records that the CRM no longer has, although it never reported their deletion. A record that
   * the CRM reports again, with any time, is no longer deleted.
   * @param at the start of retention for leads and users
   * @returns how many were not deleted before
   */
  markDeleted(orgId: string, kind: RecordSelection['kind'], ids: readonly string[], at: Instant): Promise<number>;
  /** Ids of those records that are kept out of storage, because their lead was erased. */
  keptOut(orgId: string, records: readonly HistoryRecord[]): Promise<ReadonlySet<string>>;
  /** Ids of the records whose day is from `from` to before `to`, in order. */
  idsBetween(orgId: string, selection: RecordSelection, from: Instant, to: Instant): Promise<readonly string[]>;
}

/** The result of comparing scores stored in the CRM with those last written. */
export interface ComparedScores {
  /** Queued again, because the CRM has lost the written score, or has an older or different one. */
  readonly requeued: number;
  /** Written by another writer since; they now count as last written, and the leads are marked to be scored again. */
  readonly adopted: number;
}

/** The score last written to each lead in the CRM. */
export interface WrittenScores {
  /**
   * Whether an open lead has no score of this model yet. Marked leads do not count, because they are scored anyway.
   * @param modelLabel as in `LeadScoreUpdate`
   */
  hasOutdatedScores(orgId: string, modelLabel: string): Promise<boolean>;
  /** The current position of the written scores. Take it before reading the CRM: `compare` ignores scores written later. */
  position(orgId: string): Promise<number>;
  /**
   * Compares scores stored on open leads in the CRM with those last written, and requeues or adopts those that differ. It
   * ignores queued scores, scores written after `position`, leads that are not open here, and leads never written.
   * @param now scores of a later time are ignored
   */
  compare(orgId: string, scores: readonly OrgScore[], position: number, now: Instant): Promise<ComparedScores>;
}
