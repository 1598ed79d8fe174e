import type { FieldValue, Instant, RecordHistory } from '@leadlight/lead-features';

/** The objects whose records can be scored. */
export const subjectObjects = ['Lead', 'Opportunity', 'Account', 'Contact', 'Case'] as const;

export type SubjectObject = (typeof subjectObjects)[number];

/** Everything known today about one record that is scored. */
export interface SubjectHistory extends RecordHistory {
  readonly object: SubjectObject;
  readonly subjectId: string;
  /** When it was deleted or merged into another; null = it was not, or `isDeleted` and nobody knows when. */
  readonly endedAt: Instant | null;
  /** Since when the fields of `states` are known, Infinity = never; absent = since its creation. */
  readonly statesKnownFrom?: Instant;
}

/** A condition on the value of a field; a record fulfils several conditions only if it fulfils each. */
export interface FieldCondition {
  readonly field: string;
  /** One of these; null = empty. */
  readonly values: readonly FieldValue[];
  /** None of these instead. */
  readonly isNegated?: true;
}

export const fulfils = (
  fields: Readonly<Record<string, FieldValue>>,
  conditions: readonly FieldCondition[] = [],
): boolean =>
  conditions.every(({ field, values, isNegated = false }) => {
    const value = Object.hasOwn(fields, field) ? fields[field]! : null;
    return values.includes(value) !== isNegated;
  });
