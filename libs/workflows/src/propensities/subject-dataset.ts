import type { FeatureSchema, Instant, LeadField, LeftOutField } from '@leadlight/lead-features';
import {
  labelSettlesAt,
  MeasuredTimes,
  selectorsOf,
  statusFieldsIn,
  subjectHistoryOf,
  subjectSchemaFor,
  withStatusValues,
  type EventSelector,
  type OutcomeRule,
  type PropensityDefinition,
  type SubjectHistory,
} from '@leadlight/propensity';
import { WorkflowError } from '../errors.ts';
import type { Progress, SubjectQuery, SubjectRecordStore } from '../ports/index.ts';
import type { Dataset } from '../training/examples/dataset.ts';
import { featureColumns } from '../training/examples/org-snapshots.ts';
import { SubjectExamples, type ExampleCounts } from './subject-examples.ts';

export interface SubjectDataset {
  readonly dataset: Dataset;
  readonly counts: ExampleCounts;
  readonly leftOut: readonly LeftOutField[];
  readonly reportingDelayDays: number;
  /** Days within which 90 of 100 events were followed by the next; undefined if too few are known. */
  readonly gapDays: number | undefined;
  /** Above 5 %, the report warns: subjects that vanish may differ from those that stay. */
  readonly censoredShare: number;
}

interface SubjectDatasetRequest {
  readonly now: Instant;
  /** A second schema for the same snapshots. */
  readonly otherSchema?: FeatureSchema;
}

const SUBJECTS_PER_CHUNK = 200;

/**
 * The decided snapshots of a propensity's subjects.
 * @throws WorkflowError `subjects_not_synced`, `status_values_not_known`, `population_not_known`, `horizon_below_gaps`
 */
export async function buildSubjectDataset(
  subjectRecords: SubjectRecordStore,
  orgId: string,
  given: PropensityDefinition,
  progress: Progress,
  { now, otherSchema }: SubjectDatasetRequest,
): Promise<SubjectDataset> {
  const { definition, fields } = await resolveDefinition(subjectRecords, orgId, given);
  requireKnownPopulation(definition, fields);
  const { schema, leftOut } = subjectSchemaFor(definition, fields, {
    include: definition.includedFields,
    exclude: definition.excludedFields,
  });
  const measured = new MeasuredTimes();
  for await (const chunk of readSubjectHistories(subjectRecords, orgId, definition)) {
    for (const history of chunk) measured.add(history, definition);
  }
  const { gapDays } = measured;
  requireHorizonAboveGaps(definition, gapDays);
  const reportingDelayDays = definition.reportingDelayDays ?? measured.reportingDelayDays;
  const rule = { ...definition, reportingDelayDays };
  const examples = new SubjectExamples(schema, rule, otherSchema);
  const all = await subjectRecords.countSubjects(orgId, definition.object);
  let read = 0;
  for await (const chunk of readSubjectHistories(subjectRecords, orgId, definition)) {
    for (const history of chunk) examples.add(history, now);
    progress.update('features', (read += chunk.length), all);
  }
  const { counts } = examples;
  const dataset = datasetOf(definition, orgId, { schema, otherSchema, fields, leftOut }, examples, rule);
  const censoredShare = counts.censored / Math.max(1, counts.censored + counts.snapshots);
  return { dataset, counts, leftOut, reportingDelayDays, gapDays, censoredShare };
}

/** What is read of a subject: its relations, and what says what its fields were. */
export const subjectQueryOf = ({
  object,
  relations,
  states,
}: Pick<PropensityDefinition, 'object' | 'relations' | 'states'>): SubjectQuery => ({
  object,
  relations: states ? [...relations, states] : relations,
});

/** The histories of a propensity's subjects, chunk by chunk. */
export async function* readSubjectHistories(
  subjectRecords: Pick<SubjectRecordStore, 'readSubjects'>,
  orgId: string,
  definition: Pick<PropensityDefinition, 'object' | 'relations' | 'states'>,
): AsyncGenerator<readonly SubjectHistory[]> {
  for await (const chunk of subjectRecords.readSubjects(orgId, subjectQueryOf(definition), SUBJECTS_PER_CHUNK)) {
    yield chunk.map(({ record, children }) => subjectHistoryOf(definition, record, children));
  }
}

/**
 * A definition whose statuses are values of the org, and the fields of its subjects: states say what the past of some is.
 * @throws WorkflowError `subjects_not_synced`, `status_values_not_known`
 */
export async function resolveDefinition(
  subjectRecords: Pick<SubjectRecordStore, 'findFields'>,
  orgId: string,
  given: PropensityDefinition,
): Promise<{ readonly definition: PropensityDefinition; readonly fields: readonly LeadField[] }> {
  const described = await subjectRecords.findFields(orgId, given.object);
  if (!described) throw new WorkflowError('subjects_not_synced', { id: given.id });
  const valuesOf = (name: string) => described.find((field) => field.name === name)?.statusValues;
  const unknown = statusFieldsIn(given).filter((name) => valuesOf(name) === undefined);
  if (unknown.length > 0) throw new WorkflowError('status_values_not_known', { fields: unknown });
  return {
    definition: withStatusValues(given, (name) => valuesOf(name)!),
    fields: described.map((field) =>
      given.states?.fields.includes(field.name) ? { ...field, past: { kind: 'tracked', since: 0 } } : field,
    ),
  };
}

/** @throws WorkflowError `population_not_known` */
function requireKnownPopulation(definition: PropensityDefinition, fields: readonly LeadField[]): void {
  const { population } = definition;
  const deciding = [
    ...(population.where ?? []).map(({ field }) => field),
    ...selectorsOf(definition).flatMap(becoming),
  ];
  const unknown = deciding.filter((name) => {
    const past = fields.find((field) => field.name === name)?.past;
    return past === undefined || past.kind === 'unknown';
  });
  if (unknown.length > 0) throw new WorkflowError('population_not_known', { fields: [...new Set(unknown)] });
}

/** The fields whose changes are events. */
function becoming(selector: EventSelector): readonly string[] {
  if (selector.kind === 'anyOf') return selector.of.flatMap(becoming);
  return selector.kind === 'becomes' ? [selector.field] : [];
}

/** A shorter horizon would call customers lost who buy as they always have. */
function requireHorizonAboveGaps({ event, horizonDays }: PropensityDefinition, gapDays: number | undefined): void {
  if (event.occurs === 'notWithin' && gapDays !== undefined && horizonDays < gapDays) {
    throw new WorkflowError('horizon_below_gaps', { horizonDays, gapDays });
  }
}

function datasetOf(
  definition: PropensityDefinition,
  orgId: string,
  {
    schema,
    otherSchema,
    fields,
    leftOut,
  }: {
    readonly schema: FeatureSchema;
    readonly otherSchema: FeatureSchema | undefined;
    readonly fields: readonly LeadField[];
    readonly leftOut: readonly LeftOutField[];
  },
  examples: SubjectExamples,
  rule: OutcomeRule,
): Dataset {
  const { table, otherTable, asOfRow } = examples;
  return {
    title: `${definition.label}, org ${orgId}`,
    schema,
    table,
    leftOut,
    horizonDays: definition.horizonDays,
    goal: 'event',
    ...(definition.snapshots.kind === 'calendar' && {
      isRecurring: true,
      outcomeToday: Uint8Array.from(examples.outcomeTodayOfRow),
    }),
    ...(otherSchema && otherTable && { underOtherSchema: { schema: otherSchema, table: otherTable } }),
    names: new Map([...fields, ...schema.features].map(({ name, label }) => [name, label])),
    labels: Uint8Array.from(examples.labelOfRow),
    leads: Int32Array.from(examples.subjectOfRow),
    times: {
      asOf: Float64Array.from(asOfRow),
      settledAt: Float64Array.from(asOfRow, (asOf) => labelSettlesAt(asOf, rule)),
    },
    rawColumns: (rows) => featureColumns(schema, table, rows, fields),
    ...(definition.judgement !== undefined && { judgement: examples.judgementOfRow }),
    goalReachedAt: Float64Array.from(examples.reachedAtOfRow),
    createdAt: Float64Array.from(examples.createdAtOfRow),
    changeCountsAsOf: (at) =>
      examples.changes.counts(at).flatMap(({ field, changes, atOutcome }) => {
        const feature = schema.features.find(({ source }) => source.type === 'field' && source.field === field);
        return feature ? [{ field: feature.name, changes, atOutcome, isTracked: true }] : [];
      }),
  };
}
