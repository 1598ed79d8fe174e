import type { Instant } from '@leadlight/lead-features';
import { takeTableRows } from '@leadlight/lead-table';
import type { FieldQuestion } from '@leadlight/report';
import { hasEnoughOutcomes } from './assessment/enough-outcomes.ts';
import { fieldQuestions } from './assessment/field-questions.ts';
import { fit } from './assessment/fit.ts';
import { removeLeakage } from './assessment/remove-leakage.ts';
import { splitOf } from './assessment/training-plan.ts';
import type { LeadTable } from './examples/table-outcomes.ts';
import { tableDataset } from './train-on-table.ts';

/** Bounds the time: the questions come before the training, and their AUCs need not be exact. */
const MAX_CELLS = 200_000;
const MIN_ROWS = 4_000;
const MAX_ROWS = 10_000;
const SEED = 1;

/**
 * The strongest single columns of a table before anything is trained for good: by boosting, on a sample of a large table.
 * @returns empty if the table has too few leads of either outcome, or no strong column
 * @throws LeadFeaturesError, LeadTableError, WorkflowError, EvaluationError if the table cannot be learned from
 */
export function tableQuestions(leads: LeadTable, now: Instant): readonly FieldQuestion[] {
  const { dataset: full } = tableDataset(sampleOf(leads), now);
  const split = splitOf(full, { holdout: 0.2, seed: SEED });
  const { train, test } = split;
  const converted = test.reduce((sum, row) => sum + full.labels[row]!, 0);
  if (!hasEnoughOutcomes(full, train) || converted === 0 || converted === test.length) return [];
  const { dataset, findings } = removeLeakage(full, train, [], split.splitAt ?? Infinity);
  if (dataset.schema.features.length === 0) return [];
  const { model } = fit(dataset, 'boosting', train, { seed: SEED, quick: true });
  const probabilities = model.predictTable(dataset.table.take(test));
  return fieldQuestions(dataset, findings, split, { learner: 'boosting', probabilities }, { seed: SEED, quick: true });
}

/** Evenly spaced rows. */
function sampleOf(leads: LeadTable): LeadTable {
  const { rowCount, columns } = leads.table;
  const size = Math.min(MAX_ROWS, Math.max(MIN_ROWS, Math.floor(MAX_CELLS / columns.length)));
  if (rowCount <= size) return leads;
  const rows = Int32Array.from({ length: size }, (_, i) => Math.floor((i * rowCount) / size));
  return { ...leads, table: takeTableRows(leads.table, rows) };
}
