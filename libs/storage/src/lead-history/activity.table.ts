import type { ActivityKind } from '@leadlight/lead-features';

/** Versions of tasks, calls, events and e-mails. Primary key (org_id, activity_id, changed_at). */
export interface ActivityVersionTable {
  org_id: string;
  activity_id: string;
  changed_at: number;
  deleted: boolean;
  /** Lead or contact; conversion moves it from one to the other, in a new version. */
  party_id: string;
  activity_kind: ActivityKind;
  created_at: number;
  completed_at: number | null;
  incoming: boolean;
}
