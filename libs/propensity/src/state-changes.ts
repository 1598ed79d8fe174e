import { findOwn } from '@leadlight/common';
import type { FieldChange, Instant } from '@leadlight/lead-features';
import type { StateHistory } from './definition.ts';
import type { StoredRecord } from './subject-record.ts';

/** A first state that is this much younger than its subject is not that of the creation. */
const MAX_CREATION_MS = 60_000;

export interface StateChanges {
  readonly changes: readonly FieldChange[];
  /** When the first state was recorded; Infinity = there is none. Earlier values are unknown. */
  readonly knownFrom: Instant;
}

/** What changed from one state of a subject to the next. @param states in any order, also deleted ones */
export function stateChanges(
  { fields }: StateHistory,
  states: readonly StoredRecord[],
  createdAt: Instant,
): StateChanges {
  const sorted = states.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  const [first] = sorted;
  if (!first) return { changes: [], knownFrom: Infinity };
  const changes = sorted.slice(1).flatMap((state, index) =>
    fields.flatMap((field) => {
      const oldValue = findOwn(sorted[index]!.fields, field) ?? null;
      const newValue = findOwn(state.fields, field) ?? null;
      return oldValue === newValue ? [] : [{ field, at: state.createdAt, oldValue, newValue }];
    }),
  );
  const isOfCreation = first.createdAt <= createdAt + MAX_CREATION_MS;
  return { changes, knownFrom: isOfCreation ? createdAt : first.createdAt };
}
