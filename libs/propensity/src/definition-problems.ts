import { historyEntriesIn, relationsIn, selectorsOf, type PropensityDefinition } from './definition.ts';
import { shapeProblems } from './definition-shape.ts';
import { subjectObjects } from './subject-history.ts';

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const NAME = /^[A-Za-z]\w*$/;
const MAX_DAYS = 3_650;
const MAX_SNAPSHOTS = 60;

/** What is wrong with a definition, each as a sentence; empty if it can be used. */
export function definitionProblems(definition: PropensityDefinition): readonly string[] {
  const misshapen = shapeProblems(definition);
  if (misshapen.length > 0) return misshapen;
  const { id, label, object, relations, horizonDays, reportingDelayDays, snapshots, population } = definition;
  const names = relations.map(({ name }) => name);
  const apiNames = apiNamesIn(definition);
  const unknown = selectorsOf(definition)
    .flatMap(relationsIn)
    .filter((relation) => !names.includes(relation));
  return [
    ...(ID.test(id) ? [] : [`"${id}" is not an id: use lower-case words with hyphens.`]),
    ...(label.trim() === '' ? ['The label is empty.'] : []),
    ...(subjectObjects.includes(object) ? [] : [`"${object}" is none of the objects ${subjectObjects.join(', ')}.`]),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `Two relations have the name "${name}".`),
    ...[...names, ...apiNames].filter((name) => !NAME.test(name)).map((name) => `"${name}" is not a name.`),
    ...unknown.map((relation) => `An event counts records of "${relation}", which is no relation of the definition.`),
    ...wholeDays('horizon', horizonDays, 1),
    ...(reportingDelayDays === null ? [] : wholeDays('reporting delay', reportingDelayDays, 0)),
    ...(population.activeWithinDays === undefined ? [] : wholeDays('active period', population.activeWithinDays, 1)),
    ...(population.activeWithinDays !== undefined && population.from === 'created'
      ? ['An active period needs an event from which it is counted.']
      : []),
    ...snapshotProblems(snapshots),
  ];
}

const apiNamesIn = (definition: PropensityDefinition): readonly string[] => [
  ...definition.relations.flatMap((each) => [
    each.object,
    each.parentField,
    each.happenedField,
    ...(each.amountField === undefined ? [] : [each.amountField]),
  ]),
  ...(definition.states ? [definition.states.object, definition.states.parentField, ...definition.states.fields] : []),
  ...(definition.judgement === undefined ? [] : [definition.judgement]),
  ...selectorsOf(definition).flatMap(historyEntriesIn),
];

function snapshotProblems(snapshots: PropensityDefinition['snapshots']): readonly string[] {
  if (snapshots.kind === 'ages') {
    return snapshots.days.length === 0 ? ['There are no ages to take snapshots at.'] : [];
  }
  const { everyDays, maxSnapshots } = snapshots;
  const isCount = Number.isInteger(maxSnapshots) && maxSnapshots >= 1 && maxSnapshots <= MAX_SNAPSHOTS;
  return [
    ...wholeDays('interval of snapshots', everyDays, 1),
    ...(isCount
      ? []
      : [`The number of snapshots must be a whole number from 1 to ${MAX_SNAPSHOTS}, not ${maxSnapshots}.`]),
  ];
}

const wholeDays = (what: string, days: number, least: number): readonly string[] =>
  Number.isInteger(days) && days >= least && days <= MAX_DAYS
    ? []
    : [`The ${what} must be a whole number of days from ${least} to ${MAX_DAYS}, not ${days}.`];
