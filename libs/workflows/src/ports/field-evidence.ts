import type { Instant, RecordedChanges } from '@leadlight/lead-features';

/** What storage knows about the history of an org's lead fields. */
export interface FieldEvidence {
  /** The changes that the CRM's field history contains, by field; fields without changes are absent. */
  recordedChanges(orgId: string): Promise<ReadonlyMap<string, RecordedChanges>>;
  /** How many leads were created on each UTC day, by the day's first instant. */
  leadsByDay(orgId: string): Promise<ReadonlyMap<Instant, number>>;
  /**
   * The latest change of each field that two stored versions of a lead show and the CRM's field history does not. A single
   * pair of an old and a new value does not count: a renamed picklist value changes leads without history, too.
   * @param before by field: only changes before this instant
   */
  unrecordedChanges(orgId: string, before: ReadonlyMap<string, Instant>): Promise<ReadonlyMap<string, Instant>>;
}
