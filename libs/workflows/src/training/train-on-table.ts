import type { Backtest } from '@leadlight/evaluation';
import type { TreeModel } from '@leadlight/forest';
import { columnsToFeatures, rawColumnsOf, type Instant } from '@leadlight/lead-features';
import type { ModelReport } from '@leadlight/report';
import type { Progress } from '../ports/index.ts';
import type { AssessSettings } from './assessment/assess-settings.ts';
import { backtestDataset } from './assessment/backtest-dataset.ts';
import { requireTableSettings } from './check-table-settings.ts';
import type { Dataset } from './examples/dataset.ts';
import { TableBuilder } from './examples/table-builder.ts';
import { readTableOutcomes, type LeadTable } from './examples/table-outcomes.ts';
import { writeModelFile } from './segments/model-file.ts';
import { trainModel } from './train-model.ts';

export interface TableTraining {
  readonly file: Uint8Array;
  readonly model: TreeModel;
  readonly report: ModelReport;
  readonly rows: number;
  readonly converted: number;
  readonly fitSeconds: number;
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
  const { dataset, facts } = tableDataset(table, trainedAt);
  requireTableSettings(dataset, settings);
  const { model, report, fitSeconds } = trainModel(dataset, settings, facts, trainedAt, progress);
  const { labels } = dataset;
  const converted = labels.reduce((sum, label) => sum + label, 0);
  return { file: writeModelFile(model), model, report, rows: labels.length, converted, fitSeconds };
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

/**
 * The settled rows of a table.
 * @throws LeadFeaturesError, WorkflowError if a column is absent or does not contain what it should
 */
export function tableDataset(
  table: LeadTable,
  now: Instant,
): { readonly dataset: Dataset; readonly facts: Record<string, string | number> } {
  const { title, header, idColumn, createdColumn, exclude, missing } = table;
  const { settled, labels, goalReachedAt, times, columns, horizonDays, facts } = readTableOutcomes(table, now);
  const cells = settled.map((row) => table.rows[row]!);
  const { schema, rows, leftOut } = columnsToFeatures(header, cells, {
    id: idColumn,
    outcome: columns,
    created: createdColumn,
    exclude,
    missingTexts: missing,
  });
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
    rawColumns: (indices) => {
      const chosen = Array.from(indices, (row) => cells[row]!);
      return rawColumnsOf(header, chosen, missing).map((column) => ({ ...column, hasCurrentValues: true }));
    },
  };
  return { dataset, facts };
}
