import type { ActivityKind, Instant } from '@leadlight/lead-features';
import type { ActivityRecord } from '@leadlight/workflows';
import { parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { isTrue } from './stream.ts';

/** Key prefixes of Lead and Contact: an activity of nobody else belongs to a lead's history. */
const isLeadOrContact = (id: string | null): id is string => id !== null && /^(00Q|003)/.test(id);

export interface ActivityValues {
  readonly kind: ActivityKind;
  readonly partyId: string | null;
  readonly doneAt: Instant | null;
  readonly incoming: boolean;
  /** Rows that count for no one: drafts, patterns of a series, an invitee's copy. */
  readonly ignored?: boolean;
}

/**
 * An activity from its row. One that belongs to nobody (any more) is left out at the first read; later it takes back what
 * may be stored of it.
 */
export function toActivityRecord(row: Row, facts: ActivityValues, initial: boolean): ActivityRecord | undefined {
  const [id, createdAt, changedAt] = [
    toTextOrNull(row.Id),
    parseInstant(row.CreatedDate),
    parseInstant(row.SystemModstamp),
  ];
  if (id === null || createdAt === null || changedAt === null) return undefined;
  const counts = isLeadOrContact(facts.partyId) && !facts.ignored;
  if (!counts && initial) return undefined;
  return {
    kind: 'activity',
    id,
    changedAt,
    deleted: !counts || isTrue(row.IsDeleted),
    partyId: facts.partyId ?? '',
    activityKind: facts.kind,
    createdAt,
    // Entered afterwards: it was not known as done before it was known at all.
    completedAt: facts.doneAt === null ? null : Math.max(facts.doneAt, createdAt),
    incoming: facts.incoming,
  };
}
