import { findOwn } from '@leadlight/common';
import type { ChildRecord, FieldChange, FieldValue, Instant, ObservedSince } from '@leadlight/lead-features';
import type { ChildRelation, PropensityDefinition } from './definition.ts';
import { fieldInstant } from './field-instant.ts';
import { stateChanges } from './state-changes.ts';
import { fulfils, type SubjectHistory } from './subject-history.ts';

/** A stored record of any object, with what is known of its past. */
export interface StoredRecord {
  readonly id: string;
  readonly createdAt: Instant;
  readonly fields: Readonly<Record<string, FieldValue>>;
  /** In any order. */
  readonly changes: readonly FieldChange[];
  readonly isDeleted: boolean;
  /** When the deletion was first seen; null where it is not deleted, or was when it was first read. */
  readonly endedAt: Instant | null;
  readonly observed?: ObservedSince;
}

/** The key of a relation's records: one object may be related by several lookups. */
export const relationKey = ({ object, parentField }: Pick<ChildRelation, 'object' | 'parentField'>): string =>
  `${object}.${parentField}`;

/**
 * A subject's history from stored records.
 * @param children by `relationKey`; deleted ones are left out, unless the subject is deleted too: then they were deleted with it
 */
export function subjectHistoryOf(
  { object, relations, states }: Pick<PropensityDefinition, 'object' | 'relations' | 'states'>,
  record: StoredRecord,
  children: ReadonlyMap<string, readonly StoredRecord[]>,
): SubjectHistory {
  const byRelation = relations.map((relation) => [
    relation.name,
    (children.get(relationKey(relation)) ?? [])
      .filter(({ isDeleted }) => !isDeleted || record.isDeleted)
      .flatMap((child) => childOf(relation, child) ?? []),
  ]);
  const known = states && stateChanges(states, children.get(relationKey(states)) ?? [], record.createdAt);
  return {
    object,
    subjectId: record.id,
    createdAt: record.createdAt,
    fields: record.fields,
    changes: known
      ? [...record.changes.filter(({ field }) => !states!.fields.includes(field)), ...known.changes]
      : record.changes,
    activities: [],
    campaigns: [],
    children: Object.fromEntries(byRelation) as Record<string, readonly ChildRecord[]>,
    isDeleted: record.isDeleted,
    endedAt: record.endedAt,
    ...(record.observed && { observed: record.observed }),
    ...(known && { statesKnownFrom: known.knownFrom }),
  };
}

function childOf({ happenedField, where }: ChildRelation, child: StoredRecord): ChildRecord | undefined {
  if (!fulfils(child.fields, where)) return undefined;
  const happenedAt = happenedAtOf(child, happenedField);
  if (happenedAt === undefined) return undefined;
  return {
    id: child.id,
    happenedAt,
    knownFrom: Math.max(happenedAt, child.createdAt),
    fields: child.fields,
    changes: child.changes,
  };
}

const happenedAtOf = ({ createdAt, fields }: StoredRecord, field: string): Instant | undefined =>
  field === 'CreatedDate' ? createdAt : fieldInstant(findOwn(fields, field));
