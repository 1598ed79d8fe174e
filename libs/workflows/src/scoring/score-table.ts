import type { TreeModel } from '@leadlight/forest';
import { readRowsForModel, type ColumnWarning, type ReadingOptions, type TextTable } from '@leadlight/lead-table';
import type { ExplainedScore } from '@leadlight/lead-score';
import type { Progress } from '../ports/index.ts';
import { scoreRow } from './score-rows.ts';
import { modelFactsOf } from '../training/model-facts.ts';

/** A defect of a table that is scored nevertheless, and the number of rows that have it. */
export type TableWarning =
  | ColumnWarning
  | {
      readonly code: 'unseen_category';
      readonly field: string;
      readonly rows: number;
      readonly examples: ColumnWarning['examples'];
    };

export interface ScoredTable {
  /** [rows] */
  readonly scores: readonly ExplainedScore[];
  /** By column, in the model's order. */
  readonly warnings: readonly TableWarning[];
}

/** How many values of a column a warning shows. */
const MAX_EXAMPLES = 5;

/**
 * Scores the rows of a table with a model that was trained on columns.
 * @param maxReasons how many reasons each row gets; with 0 nothing is explained, which is much faster
 * @param options what the file leaves open: decimal mark, order of dates
 * @throws WorkflowError `model_not_for_leads`
 */
export function scoreTable(
  model: TreeModel,
  table: TextTable,
  maxReasons: number,
  progress: Progress,
  options: ReadingOptions = {},
): ScoredTable {
  const { schema, threshold } = modelFactsOf(model);
  const { rows, warnings } = readRowsForModel(schema, table, options);
  const unseen = new Map<string, Map<string, number>>();
  const scores = rows.map((row, index) => {
    schema.features.forEach(({ kind, field }, feature) => {
      const value = row[feature];
      if (kind !== 'categorical' || typeof value !== 'string' || !model.isUnseen(feature, value)) return;
      const values = unseen.get(field) ?? new Map<string, number>();
      values.set(value, (values.get(value) ?? 0) + 1);
      unseen.set(field, values);
    });
    if (index % 100 === 0) progress.update('score', index, rows.length);
    return scoreRow(model, schema, row, { threshold, maxReasons });
  });
  return { scores, warnings: [...warnings, ...[...unseen].map(unseenWarning)] };
}

function unseenWarning([field, values]: [string, ReadonlyMap<string, number>]): TableWarning {
  const counts = [...values].map(([text, rows]) => ({ text, rows })).sort((a, b) => b.rows - a.rows);
  const rows = counts.reduce((sum, count) => sum + count.rows, 0);
  return { code: 'unseen_category', field, rows, examples: counts.slice(0, MAX_EXAMPLES) };
}
