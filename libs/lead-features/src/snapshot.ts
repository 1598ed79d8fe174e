import type {
  Activity,
  ActivityKind,
  CampaignMembership,
  ChildRecord,
  FieldChange,
  FieldValue,
  Instant,
  LeadHistory,
  ObservedSince,
  RecordHistory,
} from './lead-history.ts';

declare const made: unique symbol;

/** An activity as it was known at the snapshot's instant. */
export interface ActivityAsOf {
  readonly kind: ActivityKind;
  readonly createdAt: Instant;
  /** When it was done; null = planned, or not done by then. */
  readonly doneAt: Instant | null;
  readonly incoming: boolean;
}

/** A campaign membership as it was known at the snapshot's instant. */
export interface MembershipAsOf {
  readonly campaignType: string | null;
  readonly createdAt: Instant;
  /** null = no response by then. */
  readonly respondedAt: Instant | null;
}

/** A child record as it was known at the snapshot's instant. */
export interface ChildAsOf {
  readonly happenedAt: Instant;
  /** Values at `asOf`, as far as their changes are known. */
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** What was known of a record at `asOf`, and nothing later. */
export interface RecordSnapshot {
  readonly asOf: Instant;
  readonly createdAt: Instant;
  readonly observed: ObservedSince | undefined;
  /** Values at `asOf`; correct only for fields whose past is known, see `featureSchemaFor`. */
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** Oldest first by `createdAt`. */
  readonly activities: readonly ActivityAsOf[];
  /** Oldest first by `createdAt`. */
  readonly campaigns: readonly MembershipAsOf[];
  /** By relation, each oldest first by `happenedAt`; absent where none are read. */
  readonly children?: Readonly<Record<string, readonly ChildAsOf[]>>;
}

/** What was known of a lead at `asOf`, and nothing later. Only `snapshotAt` creates one. */
export interface LeadSnapshot extends RecordSnapshot {
  readonly [made]: true;
  readonly leadId: string;
}

/**
 * What was known of the lead at `asOf`: the only way to a lead's facts, for training and for scoring. An event at `asOf`
 * itself is known; a later one changes nothing. The order of events is irrelevant.
 *
 * ```ts
 * snapshotAt(history, history.createdAt).activities; // what had been planned or done when the lead was created
 * ```
 */
export function snapshotAt(history: LeadHistory, asOf: Instant): LeadSnapshot {
  const snapshot: Omit<LeadSnapshot, typeof made> = { leadId: history.leadId, ...recordSnapshotAt(history, asOf) };
  return snapshot as LeadSnapshot;
}

/** As `snapshotAt`, of a record of any object. */
export const recordSnapshotAt = (history: RecordHistory, asOf: Instant): RecordSnapshot => ({
  asOf,
  createdAt: history.createdAt,
  observed: history.observed,
  fields: fieldsAt(history, asOf),
  activities: activitiesAt(history.activities, asOf),
  campaigns: campaignsAt(history.campaigns, asOf),
  ...(history.children && { children: childrenAt(history.children, asOf) }),
});

const childrenAt = (
  children: NonNullable<RecordHistory['children']>,
  asOf: Instant,
): Readonly<Record<string, readonly ChildAsOf[]>> =>
  Object.fromEntries(
    Object.entries(children).map(([relation, records]) => [
      relation,
      records
        .filter(({ knownFrom }) => knownFrom <= asOf)
        .sort((a, b) => a.happenedAt - b.happenedAt || (a.id < b.id ? -1 : 1))
        .map((child) => ({ happenedAt: child.happenedAt, fields: fieldsAt(child, asOf) })),
    ]),
  );

/** A field's value at `asOf` is the old value of its earliest change after `asOf`, else the current one. */
function fieldsAt(
  history: Pick<RecordHistory | ChildRecord, 'fields' | 'changes'>,
  asOf: Instant,
): Readonly<Record<string, FieldValue>> {
  const earliest = new Map<string, FieldChange[]>();
  for (const change of history.changes) {
    if (change.at <= asOf) continue;
    const tied = earliest.get(change.field);
    if (!tied || change.at < tied[0]!.at) earliest.set(change.field, [change]);
    else if (change.at === tied[0]!.at) tied.push(change);
  }
  if (earliest.size === 0) return history.fields;
  const fields: Record<string, FieldValue> = { ...history.fields };
  for (const [field, tied] of earliest) fields[field] = firstOldValue(tied);
  return fields;
}

/** Changes of one field with the same timestamp form a chain; it starts with the value that no other change ends with. */
function firstOldValue(tied: readonly FieldChange[]): FieldValue {
  if (tied.length === 1) return tied[0]!.oldValue;
  const ends = tied.map((change) => change.newValue);
  const starts = tied.map((change) => change.oldValue).filter((value) => !ends.includes(value));
  const candidates = starts.length > 0 ? starts : tied.map((change) => change.oldValue);
  // A cycle of changes has no start: any choice will do that does not depend on their order.
  return candidates.reduce((least, value) => (JSON.stringify(value) < JSON.stringify(least) ? value : least));
}

function activitiesAt(activities: readonly Activity[], asOf: Instant): readonly ActivityAsOf[] {
  return activities
    .filter((activity) => activity.createdAt <= asOf)
    .map(({ kind, createdAt, completedAt, incoming }) => ({
      kind,
      createdAt,
      doneAt: completedAt !== null && completedAt <= asOf ? completedAt : null,
      incoming,
    }))
    .sort((a, b) => a.createdAt - b.createdAt);
}

function campaignsAt(campaigns: readonly CampaignMembership[], asOf: Instant): readonly MembershipAsOf[] {
  return campaigns
    .filter((membership) => membership.createdAt <= asOf)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .map(({ campaignType, createdAt, respondedAt }) => ({
      campaignType,
      createdAt,
      respondedAt: respondedAt !== null && respondedAt <= asOf ? respondedAt : null,
    }));
}
