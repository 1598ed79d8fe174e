import type { ActivityKind, Instant } from '@leadlight/lead-features';
import type { ActivityRecord } from '@leadlight/workflows';
import type { Row } from '../query/query.ts';
import { parseVersion } from './stream.ts';

/** By the key prefixes of Lead and Contact: only their activities belong to the history of a lead. */
const isLeadOrContact = (id: string | null): boolean => id !== null && /^(00Q|003)/.test(id);

export interface ActivityValues {
  readonly kind: ActivityKind;
  readonly partyId: string | null;
  readonly doneAt: Instant | null;
  readonly incoming: boolean;
  /** Rows that are no activity of their own: drafts, patterns of a series, an invitee's copy. */
  readonly ignored?: boolean;
}

/**
 * Converts a row to an activity. An activity that belongs to no lead or contact is left out initially; later it is marked
 * deleted, because an earlier version may be stored.
 */
export function toActivityRecord(row: Row, values: ActivityValues, initial: boolean): ActivityRecord | undefined {
  const version = parseVersion(row);
  if (!version) return undefined;
  const counts = isLeadOrContact(values.partyId) && !values.ignored;
  if (!counts && initial) return undefined;
  return {
    ...version,
    kind: 'activity',
    deleted: !counts || version.deleted,
    partyId: values.partyId ?? '',
    activityKind: values.kind,
    // An activity that was entered afterwards was not known before its creation.
    completedAt: values.doneAt === null ? null : Math.max(values.doneAt, version.createdAt),
    incoming: values.incoming,
  };
}
