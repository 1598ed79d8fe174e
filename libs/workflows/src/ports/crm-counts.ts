import type { Instant } from '@leadlight/lead-features';
import type { HistoryRecord } from './lead-history-store.ts';
import type { RecordSelection } from './reconciliation.ts';

/** A CRM object whose rows can be counted and compared with `Reconciliation`. */
export interface CountedStream {
  readonly stream: string;
  readonly selection: RecordSelection;
  /** The prefix of its record ids: one selection may contain records of several objects. */
  readonly idPrefix: string;
}

/** The CRM's side of a reconciliation. */
export interface CrmCounts {
  readonly counted: readonly CountedStream[];
  /**
   * Rows that are not deleted, by their UTC day according to the selection’s `dayOf`.
   * @param to exclusive
   * @returns `2026-11-23` → count; days without rows are absent; undefined if this user may not read the object
   */
  countsByDay(stream: string, from: Instant, to: Instant): Promise<ReadonlyMap<string, number> | undefined>;
  /** In no particular order. */
  idsBetween(stream: string, from: Instant, to: Instant): Promise<readonly string[]>;
  /** The newest versions of these records, including deleted ones; records that the CRM no longer has are absent. */
  readByIds(stream: string, ids: readonly string[]): Promise<readonly HistoryRecord[]>;
}
