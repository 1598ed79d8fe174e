export { subjectObjects } from './subject-history.ts';
export type { FieldCondition, SubjectHistory, SubjectObject } from './subject-history.ts';
export type * from './definition.ts';
export { fieldsIn, historyEntriesIn, selectorsOf } from './definition.ts';
export { findOutsideReason, outsideTemplates, type OutsideCode } from './outside-reason.ts';
export { definitionProblems } from './definition-problems.ts';
export { readyMade } from './ready-made.ts';
export {
  hasComeTrue,
  labelSettlesAt,
  nextEventAt,
  outcomeOf,
  type Outcome,
  type OutcomeRule,
  type SubjectOutcome,
} from './outcome.ts';
export { MeasuredTimes } from './measured-times.ts';
export { populationOf } from './population.ts';
export { areStatesKnown, currentSnapshot, snapshotInstants, subjectSnapshotAt } from './snapshots.ts';
export { statusFieldsIn, withStatusValues, type StatusValues } from './status-values.ts';
export { subjectSchemaFor } from './subject-schema.ts';
export { relationKey, subjectHistoryOf, type StoredRecord } from './subject-record.ts';
