import { writeModel, type TreeModel } from '@leadlight/forest';
import { columnsToFeatures, readDates, readLabels, type Instant, type LeftOut } from '@leadlight/lead-features';
import { WorkflowError } from '../errors.ts';
import { TableBuilder } from '../examples/table-builder.ts';
import type { Progress } from '../ports/index.ts';
import { trainModel, type HoldoutReport, type TrainSettings } from './train-model.ts';

/** Leads as a table of text, one row a lead, and which columns say what. */
export interface LeadTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Says whether the lead converted; rows where it is empty are left out. */
  readonly labelColumn: string;
  /** Which of its values means converted; undefined where that is plain. */
  readonly positive?: string;
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
  readonly holdout: HoldoutReport;
  readonly leftOut: readonly LeftOut[];
  readonly rows: number;
  readonly converted: number;
}

/**
 * Learns from a table. Where it has a column of creation times, the newest rows are held out to evaluate on, else a random
 * share.
 * @throws LeadFeaturesError, EvaluationError, ForestError, WorkflowError where the table cannot be learned from
 */
export function trainOnTable(
  table: LeadTable,
  settings: TrainSettings,
  trainedAt: Instant,
  progress: Progress,
): TableTraining {
  const { header, labelColumn, idColumn, createdColumn, exclude, missing } = table;
  const outcome = readLabels(header, table.rows, labelColumn, table.positive);
  const decided = table.rows.flatMap((cells, row) => (outcome.labels[row] === -1 ? [] : [{ cells, row }]));
  const cells = decided.map((each) => each.cells);
  const { schema, rows, leftOut } = columnsToFeatures(header, cells, {
    id: idColumn,
    outcome: [labelColumn],
    created: createdColumn,
    exclude,
    missingTexts: missing,
  });
  const builder = new TableBuilder(schema);
  for (const row of rows) builder.add(row);
  const labels = Uint8Array.from(decided, ({ row }) => outcome.labels[row]!);
  const asOf = createdColumn === undefined ? undefined : createdTimes(header, cells, createdColumn, trainedAt);
  const examples = {
    schema,
    table: builder,
    labels,
    leads: Int32Array.from(labels, (_, row) => row),
    // The label column says what has become of a lead, so it counts as settled from the first.
    ...(asOf && { times: { asOf, settledAt: asOf } }),
  };
  const facts = { trainedAt, label: { column: labelColumn, positive: outcome.positive } };
  const { model, holdout } = trainModel(examples, settings, facts, progress);
  const converted = labels.reduce((sum, label) => sum + label, 0);
  return { file: writeModel(model), model, holdout, leftOut, rows: labels.length, converted };
}

/** @throws WorkflowError `bad_created` where a row has no creation time, or one outside 1970 to now */
function createdTimes(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  column: string,
  now: Instant,
): Float64Array {
  const times = readDates(header, rows, column);
  const bad = times.findIndex((at) => at === null || at < 0 || at > now);
  if (bad < 0) return Float64Array.from(times as Instant[]);
  const why = times[bad] === null ? 'is empty' : times[bad]! > now ? 'lies in the future' : 'lies before 1970';
  throw new WorkflowError(
    'bad_created',
    `Row ${bad + 1}: "${column}" ${why}. Every lead needs the time it was created; mend the row or leave --created out.`,
    { row: bad + 1, column },
  );
}
