import type { TreeModel } from '@leadlight/forest';
import { columnReader, type ColumnWarning } from '@leadlight/lead-features';
import type { ExplainedScore } from '@leadlight/lead-score';
import type { Progress } from '../ports/index.ts';
import { scoreRow } from './score-rows.ts';
import { modelFactsOf } from '../training/model-facts.ts';

/** A defect of a table that is scored nevertheless, and the number of rows that have it. */
export interface TableWarning {
  readonly code: ColumnWarning['code'] | 'unseen_category';
  readonly field: string;
  readonly rows: number;
}

export interface ScoredTable {
  /** [rows] */
  readonly scores: readonly ExplainedScore[];
  /** By column, in the model's order. */
  readonly warnings: readonly TableWarning[];
}

/**
 * Scores the rows of a table with a model that was trained on columns.
 * @param maxReasons how many reasons each row gets; with 0 nothing is explained, which is much faster
 * @throws WorkflowError `model_not_for_leads`
 */
export function scoreTable(
  model: TreeModel,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  maxReasons: number,
  progress: Progress,
): ScoredTable {
  const { schema, threshold } = modelFactsOf(model);
  const reader = columnReader(schema, header);
  const counts = new Map<string, { code: TableWarning['code']; field: string; rows: number }>();
  const warn = (code: TableWarning['code'], field: string) => {
    const counted = counts.get(`${code} ${field}`);
    if (counted) counted.rows += 1;
    else counts.set(`${code} ${field}`, { code, field, rows: 1 });
  };
  const scores = rows.map((cells, index) => {
    const { row, warnings } = reader.read(cells);
    for (const { code, field } of warnings) warn(code, field);
    schema.features.forEach(({ kind, field }, feature) => {
      const value = row[feature];
      if (kind === 'categorical' && typeof value === 'string' && model.isUnseen(feature, value)) {
        warn('unseen_category', field);
      }
    });
    if (index % 100 === 0) progress.update('score', index, rows.length);
    return scoreRow(model, schema, row, { threshold, maxReasons });
  });
  return { scores, warnings: [...counts.values()] };
}
