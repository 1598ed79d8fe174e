import type { FieldValue, Instant } from '@leadlight/lead-features';
import type { EventSelector } from './definition.ts';
import { fieldInstant } from './field-instant.ts';
import { fulfils, type SubjectHistory } from './subject-history.ts';

/** One event of a history. */
export interface SubjectEvent {
  readonly happenedAt: Instant;
  /** When the CRM had it; never before `happenedAt`. */
  readonly knownFrom: Instant;
}

/** The events that a selector counts, oldest first by `happenedAt`. */
export function eventsOf(history: SubjectHistory, selector: EventSelector): readonly SubjectEvent[] {
  return find(history, selector).sort((a, b) => a.happenedAt - b.happenedAt || a.knownFrom - b.knownFrom);
}

function find(history: SubjectHistory, selector: EventSelector): SubjectEvent[] {
  switch (selector.kind) {
    case 'child': {
      const { relation, where } = selector;
      const records = history.children?.[relation] ?? [];
      return records
        .filter(({ fields }) => fulfils(fields, where))
        .map(({ happenedAt, knownFrom }) => ({ happenedAt, knownFrom }));
    }
    case 'becomes':
      if (typeof selector.values === 'string') throw new RangeError(`The ${selector.values} values are not resolved.`);
      return changesTo(history, selector.field, selector.values);
    case 'historyEntry':
      return history.changes.filter(({ field }) => field === selector.name).map(({ at }) => atInstant(at));
    case 'flag': {
      const { [selector.flag]: flag = null, [selector.at]: at = null } = history.fields;
      const instant = flag === true ? fieldInstant(at) : undefined;
      return instant === undefined ? [] : [atInstant(Math.max(instant, history.createdAt))];
    }
    case 'anyOf':
      return selector.of.flatMap((each) => find(history, each));
  }
}

function changesTo({ changes }: SubjectHistory, field: string, values: readonly FieldValue[]): SubjectEvent[] {
  return changes
    .filter((change) => change.field === field && values.includes(change.newValue) && !values.includes(change.oldValue))
    .map(({ at }) => atInstant(at));
}

/** The CRM records field history and its own dates at the moment they happen. */
const atInstant = (at: Instant): SubjectEvent => ({ happenedAt: at, knownFrom: at });
