import { defineErrors, LeadlightError, type ErrorCode, type ErrorFacts } from '@leadlight/common';

/** Everything that can be wrong with examples, settings, rows or a model file. */
export const forestErrors = defineErrors({
  no_columns: {
    reason: () => 'There is no column to learn from.',
    remedy: 'Name at least one feature column.',
    example: {},
  },
  column_length: {
    reason: (f: { column: string; length: number; rows: number }) =>
      `Column "${f.column}" has ${f.length} values for ${f.rows} rows.`,
    remedy: 'Give every column one value per row.',
    example: { column: 'Industry', length: 99, rows: 100 },
  },
  duplicate_column: {
    reason: (f: { column: string }) => `Column "${f.column}" occurs twice.`,
    remedy: 'Give every column a name of its own.',
    example: { column: 'Industry' },
  },
  infinite_value: {
    reason: (f: { column: string; row: number }) => `Column "${f.column}", row ${f.row}: the value is infinite.`,
    remedy: 'Use NaN for a missing value.',
    example: { column: 'AnnualRevenue', row: 12 },
  },
  category_code: {
    reason: (f: { column: string; row: number; value: number }) =>
      `Column "${f.column}", row ${f.row}: there is no category with the code ${f.value}.`,
    remedy: 'Use -1 for a missing value.',
    example: { column: 'Industry', row: 12, value: 99 },
  },
  too_many_categories: {
    reason: (f: { column: string; categories: number; limit: number }) =>
      `Column "${f.column}" has ${f.categories} categories, more than ${f.limit}.`,
    remedy: 'Leave the column out or group its values.',
    example: { column: 'Company', categories: 70_000, limit: 65_535 },
  },
  too_many_columns: {
    reason: (f: { columns: number; limit: number }) => `${f.columns} columns are more than ${f.limit}.`,
    remedy: 'Leave some out.',
    example: { columns: 20_000, limit: 16_384 },
  },
  too_many_rows: {
    reason: (f: { rows: number; limit: number; learner?: string }) =>
      f.learner
        ? `The learner ${f.learner} supports at most ${f.limit} rows; there are ${f.rows}.`
        : `At most ${f.limit} rows are supported; there are ${f.rows}.`,
    remedy: (f) => `Take a sample${f.learner ? ' or choose another learner' : ''}.`,
    example: { rows: 5_000, limit: 1_000, learner: 'ml-random-forest' },
  },
  bad_label: {
    reason: (f: { row: number; value: number }) => `Row ${f.row} has the label ${f.value}.`,
    remedy: 'Use the labels 0 and 1.',
    example: { row: 3, value: 2 },
  },
  bad_weight: {
    reason: (f: { row: number; value: number }) => `Row ${f.row} has the weight ${f.value}.`,
    remedy: 'Use finite weights above 0.',
    example: { row: 3, value: 0 },
  },
  one_outcome: {
    reason: (f: { outcome: 0 | 1; rows: number }) => `All ${f.rows} examples have the outcome ${f.outcome}.`,
    remedy: 'Training needs examples of both outcomes.',
    example: { outcome: 0, rows: 800 },
  },
  too_few_examples: {
    reason: (f: { positives: number; negatives: number; needed: number }) =>
      `${f.positives} positive and ${f.negatives} negative examples are too few: at least ${f.needed} of each are needed.`,
    remedy: 'Collect more history or shorten the horizon.',
    example: { positives: 9, negatives: 800, needed: 40 },
  },
  bad_setting: {
    reason: (f: { setting: string; value: unknown; expected: string }) =>
      `The setting ${f.setting} is ${String(f.value)}.`,
    remedy: (f) => `Use ${f.expected}.`,
    example: { setting: 'trees', value: 0, expected: 'a whole number from 1 to 5000' },
  },
  row_length: {
    reason: (f: { length: number; expected: number }) =>
      `The row has ${f.length} values, but the model has ${f.expected} features.`,
    remedy: 'Give one value per feature.',
    example: { length: 19, expected: 20 },
  },
  row_value: {
    reason: (f: { feature: string; value: unknown; expected: string }) =>
      `Feature "${f.feature}" is ${String(f.value)}.`,
    remedy: (f) => `Use ${f.expected}.`,
    example: { feature: 'AnnualRevenue', value: 'ten', expected: 'a finite number or NaN' },
  },
  table_columns: {
    reason: (f: { column: string; expected: string }) => `Column "${f.column}" has the wrong kind.`,
    remedy: (f) => `Use ${f.expected}.`,
    example: { column: 'Industry', expected: 'a categorical column' },
  },
  model_not_ours: {
    reason: () => 'This is not a Leadlight model file.',
    remedy: 'Name a file that `leadlight train` or `leadlight models import` has written.',
    example: {},
  },
  model_version: {
    reason: (f: { version: number; supported: number }) =>
      `The model file has version ${f.version}; this program reads versions up to ${f.supported}.`,
    remedy: 'Update the program or train again.',
    example: { version: 2, supported: 1 },
  },
  model_truncated: {
    reason: (f: { bytes: number; expected: number }) =>
      `The model file is truncated: it has ${f.bytes} of ${f.expected} bytes.`,
    remedy: 'Copy it again or train again.',
    example: { bytes: 4_096, expected: 81_920 },
  },
  model_altered: {
    reason: () => 'The model file was altered: its checksum does not match.',
    remedy: 'Copy it again or train again.',
    example: {},
  },
  model_invalid: {
    reason: (f: { reason: string }) => `The model file is inconsistent (${f.reason}).`,
    remedy: 'Train again.',
    example: { reason: 'a node has two parents' },
  },
  import_invalid: {
    reason: (f: { source: string; reason: string }) => `The ${f.source} model cannot be imported: ${f.reason}.`,
    remedy: 'Export it again as docs/model-format/v1.md describes.',
    example: { source: 'xgboost', reason: 'its booster is dart, not gbtree' },
  },
});

export type ForestErrorCode = ErrorCode<typeof forestErrors>;

/** Wrong examples, settings, rows or model file. */
export class ForestError<C extends ForestErrorCode = ForestErrorCode> extends LeadlightError<
  C,
  ErrorFacts<typeof forestErrors, C>
> {
  override readonly name = 'ForestError';

  constructor(code: C, facts: ErrorFacts<typeof forestErrors, C>, options?: ErrorOptions) {
    super(forestErrors, code, facts, options);
  }
}
