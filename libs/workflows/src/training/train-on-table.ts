import { MIN_LEADS_PER_OUTCOME, type Backtest, type RawColumn } from '@leadlight/evaluation';
import { ForestError, type TreeModel } from '@leadlight/forest';
import { leftOutReasons, type Instant, type LeftOutField } from '@leadlight/lead-features';
import { readTable, tableFeatures, type TableReading, type TextTable } from '@leadlight/lead-table';
import type { ModelReport } from '@leadlight/report';
import type { Progress } from '../ports/index.ts';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { backtestDataset } from './assessment/backtest-dataset.ts';
import { leadsByOutcome } from './assessment/training-plan.ts';
import { requireTableSettings } from './check-table-settings.ts';
import type { Dataset } from './examples/dataset.ts';
import { TableBuilder } from './examples/table-builder.ts';
import { readingFacts } from './examples/reading-facts.ts';
import { leadsOfTable } from './examples/table-leads.ts';
import { readTableOutcomes, type LeadTable, type TableOutcomes } from './examples/table-outcomes.ts';
import { writeModelFile } from './segments/model-file.ts';
import { trainModel } from './train-model.ts';

export interface TableTraining {
  readonly file: Uint8Array;
  readonly model: TreeModel;
  readonly report: ModelReport;
  readonly rows: number;
  /** Leads that the rows are of, and how many of them have a row that converted. */
  readonly leads: number;
  readonly converted: number;
  readonly fitSeconds: number;
  /** What to say if the learner supports fewer rows than there are, and learned from a sample. */
  readonly sampled?: string;
  /** How the columns were read, and what the outcome column means. */
  readonly reading: TableReading;
  readonly outcomes: TableOutcomes;
}

/**
 * Trains on a table. With creation times, the newest rows are held out for the evaluation, otherwise a random share.
 * @throws LeadFeaturesError, EvaluationError, ForestError, WorkflowError if the table cannot be learned from
 */
export function trainOnTable(
  table: LeadTable,
  settings: AssessSettings,
  trainedAt: Instant,
  progress: Progress,
): TableTraining {
  const { dataset, facts, reading, outcomes } = tableDataset(table, trainedAt);
  requireTableSettings(dataset, settings);
  const { converted, not } = leadsByOutcome(dataset);
  requireEnoughLeads(converted, not);
  const { model, report, fitSeconds, sampled } = trainModel(dataset, settings, facts, trainedAt, progress);
  const file = writeModelFile(model);
  const [rows, leads] = [dataset.labels.length, converted + not];
  return { file, model, report, rows, leads, converted, fitSeconds, sampled, reading, outcomes };
}

/** Many rows of few leads say little more than the leads do. @throws ForestError `too_few_examples` */
function requireEnoughLeads(converted: number, not: number): void {
  const fewer = Math.min(converted, not);
  // A table of one outcome has errors of its own, with other remedies.
  if (fewer >= MIN_LEADS_PER_OUTCOME || fewer === 0) return;
  throw new ForestError('too_few_examples', { positives: converted, negatives: not, needed: MIN_LEADS_PER_OUTCOME });
}

/**
 * Repeats the evaluation of a table month by month.
 * @returns undefined if no month has enough outcomes before it
 * @throws WorkflowError `creation_times_missing`, `settings_invalid`, …; LeadFeaturesError, EvaluationError
 */
export function backtestOnTable(
  table: LeadTable,
  settings: AssessSettings,
  now: Instant,
  progress: Progress,
): Backtest | undefined {
  const { dataset } = tableDataset(table, now);
  requireTableSettings(dataset, { ...settings, backtest: true });
  return backtestDataset(dataset, settings, progress);
}

/** The settled rows of a table, how the table was read, and what its outcome column means. */
export interface TableDataset {
  readonly dataset: Dataset;
  readonly facts: Record<string, string | number>;
  readonly reading: TableReading;
  readonly outcomes: TableOutcomes;
}

/**
 * The settled rows of a table.
 * @throws LeadFeaturesError, LeadTableError, WorkflowError if a column is absent or does not contain what it should
 */
export function tableDataset(leads: LeadTable, now: Instant): TableDataset {
  const { title, table, idColumn, createdColumn, exclude } = leads;
  const reading = readLeadTable(leads);
  const outcomes = readTableOutcomes(leads, reading, now);
  const { settled, labels, goalReachedAt, times, columns, horizonDays, facts } = outcomes;
  const roles = { id: idColumn, outcome: columns, created: createdColumn, exclude };
  const { schema, rows, leftOut } = tableFeatures(table, reading, roles, settled);
  const builder = new TableBuilder(schema);
  for (const row of rows) builder.add(row);
  const { leads: leadNumbers, repeatedRows } = leadsOfTable(table, reading, idColumn, settled, {
    schema,
    features: builder,
  });
  const dataset: Dataset = {
    title,
    schema,
    table: builder,
    labels,
    goalReachedAt,
    leftOut,
    times,
    horizonDays,
    leads: leadNumbers,
    createdAt: times?.asOf,
    tableNotes: { repeatedRows, unusedDates: unusedDatesOf(leftOut) },
    rawColumns: (indices) =>
      rawColumnsOf(
        table,
        reading,
        Int32Array.from(indices, (index) => settled[index]!),
      ),
  };
  const allFacts = {
    ...facts,
    ...readingFacts(reading, outcomes.values, outcomes.rowsWithoutCreationTime, leads.fileNotes),
  };
  if (idColumn === undefined) return { dataset, facts: allFacts, reading, outcomes };
  const leadsOfBothOutcomes = countLeadsOfBothOutcomes(leadNumbers, labels);
  return { dataset, facts: allFacts, reading, outcomes: { ...outcomes, leadsOfBothOutcomes } };
}

function countLeadsOfBothOutcomes(leads: Int32Array, labels: Uint8Array): number {
  const converted = new Set(leads.filter((_, row) => labels[row] === 1));
  return new Set(leads.filter((lead, row) => labels[row] === 0 && converted.has(lead))).size;
}

/** Dates that only a named creation date would make usable. */
const unusedDatesOf = (leftOut: readonly LeftOutField[]): readonly string[] =>
  leftOut.filter(({ reason }) => reason.code === leftOutReasons.columnOfDates.code).map(({ field }) => field);

/** How the columns of a table are read, given what its options say about them. */
function readLeadTable({ table, outcome, createdColumn, reading = {} }: LeadTable): TableReading {
  const dates = [createdColumn, outcome.kind === 'convertedAt' ? outcome.column : undefined];
  const dateColumns = [...(reading.dateColumns ?? []), ...dates.filter((column) => column !== undefined)];
  return readTable(table, { ...reading, dateColumns });
}

/** Every column that is not empty, at these rows, for the search for leakage. */
const rawColumnsOf = (table: TextTable, reading: TableReading, rows: ArrayLike<number>): readonly RawColumn[] =>
  reading.columns.flatMap(({ column, read, values }, index) => {
    if (read === 0) return [];
    const { codes } = table.columns[index]!;
    const { kind, byText } = values;
    return [
      {
        field: column,
        kind: RAW_KINDS[kind],
        values: Array.from(rows, (row) => byText[codes[row]!]!),
        hasCurrentValues: true,
      },
    ];
  });

const RAW_KINDS = { yesNo: 'boolean', number: 'numeric', date: 'date', category: 'categorical' } as const;
