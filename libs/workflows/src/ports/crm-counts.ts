import type { Instant } from '@leadlight/lead-features';
import type { HistoryRecord } from './lead-history-store.ts';
import type { RecordSelection } from './reconciliation.ts';

/** A CRM object whose rows can be counted and held against `Reconciliation`. */
export interface CountedStream {
  readonly stream: string;
  readonly selection: RecordSelection;
  /** What the ids of its records begin with: one selection may hold records of several objects. */
  readonly idPrefix: string;
}

/** The CRM's side of a reconciliation. */
export interface CrmCounts {
  readonly counted: readonly CountedStream[];
  /**
   * Rows that are not deleted, by their UTC day, as `dayOf` of the selection says.
   * @param to exclusive
   * @returns `2026-11-23` → count; days without rows are absent; undefined where this user may not read the object
   */
  countsByDay(stream: string, from: Instant, to: Instant): Promise<ReadonlyMap<string, number> | undefined>;
  /** Their ids, in no order. */
  idsBetween(stream: string, from: Instant, to: Instant): Promise<readonly string[]>;
  /** The newest versions of these records, deleted ones too; ids that the CRM no longer has are absent. */
  readByIds(stream: string, ids: readonly string[]): Promise<readonly HistoryRecord[]>;
}
