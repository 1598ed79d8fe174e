import type { TreeModel } from '@leadlight/forest';
import { columnsToFeatures, rawColumnsOf, type Instant } from '@leadlight/lead-features';
import type { ModelReport } from '@leadlight/report';
import type { AssessSettings } from './assessment/assess-settings.ts';
import type { Dataset } from './examples/dataset.ts';
import { TableBuilder } from './examples/table-builder.ts';
import type { Progress } from '../ports/index.ts';
import { writeModelFile } from './segments/model-file.ts';
import { requireTableSettings } from './check-table-settings.ts';
import { readTableOutcomes, type TableOutcome } from './examples/table-outcomes.ts';
import { trainModel } from './train-model.ts';

/** Leads as a table of text, one row a lead, and which columns say what. */
export interface LeadTable {
  /** For people: the file's name. */
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly outcome: TableOutcome;
  readonly idColumn?: string;
  /** Since when the lead was known; gives the rows their order in time. */
  readonly createdColumn?: string;
  readonly exclude?: readonly string[];
  /** Texts that mean missing, besides the usual ones. */
  readonly missing?: readonly string[];
}

export interface TableTraining {
  readonly file: Uint8Array;
  readonly model: TreeModel;
  readonly report: ModelReport;
  readonly rows: number;
  readonly converted: number;
  readonly fitSeconds: number;
}

/**
 * Learns from a table. Where it has a column of creation times, the newest rows are held out to evaluate on, else a random
 * share.
 * @throws LeadFeaturesError, EvaluationError, ForestError, WorkflowError where the table cannot be learned from; SettingsInvalid
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
 * The decided rows of a table.
 * @throws LeadFeaturesError, WorkflowError where a column is absent or not what it is said to be
 */
export function tableDataset(
  table: LeadTable,
  now: Instant,
): { readonly dataset: Dataset; readonly facts: Record<string, string | number> } {
  const { title, header, rows: allRows, idColumn, createdColumn, exclude, missing } = table;
  const {
    decided,
    labels,
    goalReachedAt: convertedAt,
    times,
    columns,
    horizonDays,
    facts,
  } = readTableOutcomes(table, now);
  const cells = decided.map((row) => allRows[row]!);
  const { schema, rows, leftOut } = columnsToFeatures(header, cells, {
    ...{ id: idColumn, outcome: columns, created: createdColumn, exclude },
    missingTexts: missing,
  });
  const builder = new TableBuilder(schema);
  for (const row of rows) builder.add(row);
  const dataset: Dataset = {
    ...{ title, schema, table: builder, labels, goalReachedAt: convertedAt, leftOut, times, horizonDays },
    leads: Int32Array.from(labels, (_, row) => row),
    createdAt: times?.asOf,
    rawColumns: (at) => {
      const chosen = Array.from(at, (row) => cells[row]!);
      return rawColumnsOf(header, chosen, missing).map((column) => ({ ...column, hasCurrentValues: true }));
    },
  };
  return { dataset, facts };
}
