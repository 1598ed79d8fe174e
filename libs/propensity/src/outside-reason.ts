import { codedMessage, DAY_MS, messageValue, type CodedMessage, type NamedLabel } from '@leadlight/common';
import type { Instant } from '@leadlight/lead-features';
import { fieldsIn, relationsIn, type EventSelector, type PropensityDefinition } from './definition.ts';
import { eventsOf } from './events.ts';
import { areStatesKnown, subjectSnapshotAt } from './snapshots.ts';
import { fulfils, type SubjectHistory } from './subject-history.ts';

export type OutsideCode =
  'outside_deleted' | 'outside_not_begun' | 'outside_ended' | 'outside_inactive' | 'outside_fields';

/** The English sentences by code. */
export const outsideTemplates: Readonly<Record<OutsideCode, string>> = {
  outside_deleted: 'The record was deleted or merged.',
  outside_not_begun: 'Nothing is predicted before the first of these: {0}.',
  outside_ended: 'Nothing is predicted any more after the first of these: {0}.',
  outside_inactive: 'Nothing is predicted when {0} days have passed without one of these: {1}.',
  outside_fields: 'Nothing is predicted for records with these values: {0}.',
};

const say = (code: OutsideCode, names?: readonly NamedLabel[], days?: number): CodedMessage<OutsideCode> =>
  codedMessage(code, outsideTemplates[code], days === undefined ? [] : [messageValue('count', days)], names);

/** Why the subject is not asked about at `now`; undefined if it is. Agrees with `currentSnapshot`. */
export function findOutsideReason(
  history: SubjectHistory,
  definition: Pick<PropensityDefinition, 'population' | 'relations' | 'states'>,
  now: Instant,
): CodedMessage<OutsideCode> | undefined {
  const { from, until, activeWithinDays, where = [] } = definition.population;
  if (history.isDeleted || (history.endedAt !== null && history.endedAt <= now)) return say('outside_deleted');
  const known = (selector: EventSelector) => eventsOf(history, selector).filter(({ knownFrom }) => knownFrom <= now);
  const starts = from === 'created' ? [history.createdAt] : known(from).map(({ knownFrom }) => knownFrom);
  const namesOf = (selector: EventSelector | 'created') => namesIn(definition, selector);
  if (starts.length === 0) return say('outside_not_begun', namesOf(from));
  if (until !== undefined && known(until).length > 0) return say('outside_ended', namesOf(until));
  if (activeWithinDays !== undefined && Math.max(...starts) + activeWithinDays * DAY_MS <= now) {
    return say('outside_inactive', namesOf(from), activeWithinDays);
  }
  if (subjectSnapshotAt(history, definition, now)) return undefined;
  if (definition.states && !areStatesKnown(history, now)) {
    return say('outside_not_begun', [{ name: definition.states.object }]);
  }
  const { fields } = history;
  const failing = where.filter((condition) => !fulfils(fields, [condition])).map(({ field }) => ({ name: field }));
  return say('outside_fields', failing.length > 0 ? failing : where.map(({ field }) => ({ name: field })));
}

/** What the events are called: the labels of relations, the names of fields. */
const namesIn = (
  { relations }: Pick<PropensityDefinition, 'relations'>,
  selector: EventSelector | 'created',
): readonly NamedLabel[] => [
  ...relationsIn(selector).map((name) => {
    const label = relations.find((relation) => relation.name === name)?.label ?? name;
    return { name: label };
  }),
  ...fieldsIn(selector).map((name) => ({ name })),
];
