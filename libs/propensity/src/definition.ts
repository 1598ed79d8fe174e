import type { FieldCondition, SubjectObject } from './subject-history.ts';

/** The values of a status field by what they mean in the org today: stages of opportunities, statuses of cases. */
export type StatusClass = 'open' | 'closed' | 'won';

/** Which instants of a history count. */
export type EventSelector =
  /** A record of this relation, such as a purchase. */
  | { readonly kind: 'child'; readonly relation: string; readonly where?: readonly FieldCondition[] }
  /** A field whose past is known gets one of these values, having had another one. */
  | { readonly kind: 'becomes'; readonly field: string; readonly values: readonly (string | boolean)[] | StatusClass }
  /** A row of field history under this name, which need not be that of a field: `ownerEscalated`. */
  | { readonly kind: 'historyEntry'; readonly name: string }
  /** The time in the field `at`, if the field `flag` is checked today: `IsWon` with `LastStageChangeDate`. */
  | { readonly kind: 'flag'; readonly flag: string; readonly at: string }
  | { readonly kind: 'anyOf'; readonly of: readonly EventSelector[] };

/** Records that belong to a subject and have a date. */
export interface ChildRelation {
  /** Short and stable, such as `purchases`: features are named by it. */
  readonly name: string;
  /** For people, such as `Purchases`. */
  readonly label: string;
  /** API name of their object. */
  readonly object: string;
  /** Their lookup to the subject. */
  readonly parentField: string;
  /** The field with the time or day at which they happened. */
  readonly happenedField: string;
  /** Only records that fulfil this today. */
  readonly where?: readonly FieldCondition[];
  /** A number of each record, such as its amount. */
  readonly amountField?: string;
}

/**
 * Records that say what fields of the subject were: one at its creation, and one for each change with the values since then, such
 * as `OpportunityHistory`.
 */
export interface StateHistory {
  readonly object: string;
  /** Their lookup to the subject. */
  readonly parentField: string;
  /** Names of fields that these records and the subject share. */
  readonly fields: readonly string[];
}

/** Whose probability is asked for, and when. */
export interface Population {
  /** From its creation, or from the first event of this kind. */
  readonly from: 'created' | EventSelector;
  /** Until the first event of this kind; absent = for ever. */
  readonly until?: EventSelector;
  /** Only for this many days after each event of `from`; absent = without limit. */
  readonly activeWithinDays?: number;
  /** Only where the fields have these values at the time. */
  readonly where?: readonly FieldCondition[];
}

/** At which instants a subject becomes an example. `calendar`: all subjects at the same instants, for records that recur. */
export type SnapshotPlan =
  | { readonly kind: 'ages'; readonly days: readonly number[] }
  | { readonly kind: 'calendar'; readonly everyDays: number; readonly maxSnapshots: number };

/** The fields of the subject's object that scores are written to, by API name. */
export interface ScoreFields {
  readonly score: string;
  readonly band: string;
  readonly probability: string;
  readonly reasons: string;
  readonly model: string;
  readonly scoredAt: string;
}

/** A prediction about the records of an object: who is asked about, and which event within which time. Data, not code. */
export interface PropensityDefinition {
  /** Lower-case words with hyphens, such as `account-churns`. */
  readonly id: string;
  readonly label: string;
  readonly object: SubjectObject;
  /** Whether the company wants the event to happen; false for churn. */
  readonly isFavourable: boolean;
  readonly relations: readonly ChildRelation[];
  /** Where the past of some fields is known from, in addition to field history. */
  readonly states?: StateHistory;
  /** A field in which people write how likely they find the event. Models are compared with it, and none learns from it. */
  readonly judgement?: string;
  readonly population: Population;
  /** `notWithin`: that nothing of this kind happens within the horizon. */
  readonly event: { readonly of: EventSelector; readonly occurs: 'within' | 'notWithin' };
  readonly horizonDays: number;
  /** Days until an event is in the CRM for certain; null = measured by how late the known ones were entered. */
  readonly reportingDelayDays: number | null;
  readonly snapshots: SnapshotPlan;
  /** Fields used although their past is unknown: an administrator vouches that nobody changes them. */
  readonly includedFields?: readonly string[];
  /** Fields and features that no model may use. */
  readonly excludedFields?: readonly string[];
  /** Fields that the search for leakage suspects and an administrator wants used. */
  readonly allowedFields?: readonly string[];
  /** null = scores are not written to the CRM. */
  readonly writeBack: ScoreFields | null;
}

/** The relations whose records the selector counts. */
export function relationsIn(selector: EventSelector | 'created' | undefined): readonly string[] {
  if (selector === undefined || selector === 'created') return [];
  if (selector.kind === 'anyOf') return selector.of.flatMap(relationsIn);
  return selector.kind === 'child' ? [selector.relation] : [];
}

/** The subject's own fields that the selector reads. */
export function fieldsIn(selector: EventSelector | 'created' | undefined): readonly string[] {
  if (selector === undefined || selector === 'created' || selector.kind === 'child') return [];
  if (selector.kind === 'anyOf') return selector.of.flatMap(fieldsIn);
  if (selector.kind === 'historyEntry') return [];
  return selector.kind === 'becomes' ? [selector.field] : [selector.flag, selector.at];
}

/** The names of rows of field history that the selector counts. */
export function historyEntriesIn(selector: EventSelector): readonly string[] {
  if (selector.kind === 'anyOf') return selector.of.flatMap(historyEntriesIn);
  return selector.kind === 'historyEntry' ? [selector.name] : [];
}

/** Everything in a definition that selects events. */
export const selectorsOf = ({ population, event }: PropensityDefinition): readonly EventSelector[] =>
  [population.from, population.until, event.of].filter(
    (selector): selector is EventSelector => selector !== undefined && selector !== 'created',
  );
