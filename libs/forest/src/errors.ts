/** Everything that can be wrong with examples, settings, rows or a model file: a code and the facts that name the place. */
export type ForestProblem =
  | { readonly code: 'no_columns' }
  | { readonly code: 'column_length'; readonly column: string; readonly length: number; readonly rows: number }
  | { readonly code: 'duplicate_column'; readonly column: string }
  | { readonly code: 'infinite_value'; readonly column: string; readonly row: number }
  | { readonly code: 'category_code'; readonly column: string; readonly row: number; readonly value: number }
  | {
      readonly code: 'too_many_categories';
      readonly column: string;
      readonly categories: number;
      readonly limit: number;
    }
  | { readonly code: 'too_many_columns'; readonly columns: number; readonly limit: number }
  | { readonly code: 'too_many_rows'; readonly rows: number; readonly limit: number; readonly learner?: string }
  | { readonly code: 'bad_label'; readonly row: number; readonly value: number }
  | { readonly code: 'bad_weight'; readonly row: number; readonly value: number }
  | { readonly code: 'one_outcome'; readonly outcome: 0 | 1; readonly rows: number }
  | {
      readonly code: 'too_few_examples';
      readonly positives: number;
      readonly negatives: number;
      readonly needed: number;
    }
  | { readonly code: 'bad_setting'; readonly setting: string; readonly value: unknown; readonly expected: string }
  | { readonly code: 'row_length'; readonly length: number; readonly expected: number }
  | { readonly code: 'row_value'; readonly feature: string; readonly value: unknown; readonly expected: string }
  | { readonly code: 'table_columns'; readonly column: string; readonly expected: string }
  | { readonly code: 'model_not_ours' }
  | { readonly code: 'model_version'; readonly version: number; readonly supported: number }
  | { readonly code: 'model_truncated'; readonly bytes: number; readonly expected: number }
  | { readonly code: 'model_altered' }
  | { readonly code: 'model_invalid'; readonly reason: string }
  | { readonly code: 'import_invalid'; readonly source: string; readonly reason: string };

export type ForestErrorCode = ForestProblem['code'];

type Problem<C extends ForestErrorCode> = Extract<ForestProblem, { code: C }>;

const messages: { readonly [C in ForestErrorCode]: (problem: Problem<C>) => string } = {
  no_columns: () => 'There is no column to learn from: name at least one feature column.',
  column_length: (p) =>
    `Column "${p.column}" has ${p.length} values for ${p.rows} rows: give every column one value a row.`,
  duplicate_column: (p) => `Column "${p.column}" occurs twice: give every column a name of its own.`,
  infinite_value: (p) => `Column "${p.column}", row ${p.row}: the value is infinite; use NaN for a missing value.`,
  category_code: (p) =>
    `Column "${p.column}", row ${p.row}: category code ${p.value} names no category; use -1 for a missing value.`,
  too_many_categories: (p) =>
    `Column "${p.column}" has ${p.categories} categories, more than ${p.limit}: leave it out or group its values.`,
  too_many_columns: (p) => `${p.columns} columns are more than ${p.limit}: leave some out.`,
  too_many_rows: (p) =>
    `${p.rows} rows are more than ${p.learner ? `the learner ${p.learner} bears` : 'can be addressed'} (${p.limit}): take a sample${p.learner ? ' or another learner' : ''}.`,
  bad_label: (p) => `Row ${p.row} has label ${p.value}: labels are 0 or 1.`,
  bad_weight: (p) => `Row ${p.row} has weight ${p.value}: weights are finite and above 0.`,
  one_outcome: (p) => `All ${p.rows} examples have the outcome ${p.outcome}: training needs examples of both outcomes.`,
  too_few_examples: (p) =>
    `${p.positives} positive and ${p.negatives} negative examples are too few: at least ${p.needed} of each are needed; collect more history or shorten the horizon.`,
  bad_setting: (p) => `Setting ${p.setting} is ${String(p.value)}: expected ${p.expected}.`,
  row_length: (p) => `The row has ${p.length} values: the model has ${p.expected} features.`,
  row_value: (p) => `Feature "${p.feature}" is ${String(p.value)}: expected ${p.expected}.`,
  table_columns: (p) => `Column "${p.column}": expected ${p.expected}.`,
  model_not_ours: () => 'This is not a Leadlight model file.',
  model_version: (p) =>
    `The model file has version ${p.version}, this program reads up to ${p.supported}: update the program or train again.`,
  model_truncated: (p) =>
    `The model file has ${p.bytes} of ${p.expected} bytes: it was cut short; copy it again or train again.`,
  model_altered: () => 'The model file was altered: its checksum does not match; copy it again or train again.',
  model_invalid: (p) => `The model file contradicts itself (${p.reason}): train again.`,
  import_invalid: (p) => `The ${p.source} model cannot be imported: ${p.reason}.`,
};

/** A refusal with a code, the facts of the case, and a message that names cause and remedy. */
export class ForestError extends Error {
  readonly code: ForestErrorCode;
  readonly problem: ForestProblem;

  constructor(problem: ForestProblem) {
    super((messages[problem.code] as (p: ForestProblem) => string)(problem));
    this.name = 'ForestError';
    this.code = problem.code;
    this.problem = problem;
  }
}
