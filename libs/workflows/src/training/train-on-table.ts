import type { Backtest, RawColumn } from '@leadlight/evaluation';
import type { TreeModel } from '@leadlight/forest';
import type { Instant } from '@leadlight/lead-features';
import { readTable, tableFeatures, type TableReading, type TextTable } from '@leadlight/lead-table';
import type { ModelReport } from '@leadlight/report';
import type { Progress } from '../ports/index.ts';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { backtestDataset } from './assessment/backtest-dataset.ts';
import { requireTableSettings } from './check-table-settings.ts';
import type { Dataset } from './examples/dataset.ts';
import { TableBuilder } from './examples/table-builder.ts';
import { readingFacts } from './examples/reading-facts.ts';
import { readTableOutcomes, type LeadTable, type TableOutcomes } from './examples/table-outcomes.ts';
import { writeModelFile } from './segments/model-file.ts';
import { trainModel } from './train-model.ts';

export interface TableTraining {
  readonly file: Uint8Array;
  readonly model: TreeModel;
  readonly report: ModelReport;
  readonly rows: number;
  readonly converted: number;
  readonly fitSeconds: number;
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
  const { model, report, fitSeconds } = trainModel(dataset, settings, facts, trainedAt, progress);
  const { labels } = dataset;
  const converted = labels.reduce((sum, label) => sum + label, 0);
  return { file: writeModelFile(model), model, report, rows: labels.length, converted, fitSeconds, reading, outcomes };
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
  const dataset: Dataset = {
    title,
    schema,
    table: builder,
    labels,
    goalReachedAt,
    leftOut,
    times,
    horizonDays,
    leads: Int32Array.from(labels.keys()),
    createdAt: times?.asOf,
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
  return { dataset, facts: allFacts, reading, outcomes };
}

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
