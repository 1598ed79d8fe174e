import { nearestNames } from './nearest-names.ts';

/** What can go wrong in this library, with the facts of the case. */
export type LeadFeaturesProblem =
  | { readonly code: 'unknown_feature'; readonly feature: string }
  | { readonly code: 'column_absent'; readonly column: string; readonly header: readonly string[] }
  | { readonly code: 'label_values'; readonly column: string; readonly values: readonly string[] }
  | { readonly code: 'positive_unclear'; readonly column: string; readonly values: readonly string[] }
  | { readonly code: 'positive_absent'; readonly column: string; readonly positive: string }
  | { readonly code: 'bad_date'; readonly column: string; readonly row: number; readonly text: string }
  | { readonly code: 'no_features'; readonly reasons: readonly string[] };

export type LeadFeaturesErrorCode = LeadFeaturesProblem['code'];

const listed = (texts: readonly string[]): string =>
  texts.length > 8 ? `${texts.slice(0, 8).join(', ')} and ${texts.length - 8} more` : texts.join(', ');

function absent(column: string, header: readonly string[]): string {
  const near = nearestNames(column, header);
  return near.length > 0
    ? `There is no column "${column}". Did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
    : `There is no column "${column}"; the table has: ${listed(header)}. Name one of these.`;
}

function sentence(problem: LeadFeaturesProblem): string {
  switch (problem.code) {
    case 'unknown_feature':
      return `The model reads a feature "${problem.feature}" that this version does not know: update Leadlight, or train again.`;
    case 'column_absent':
      return absent(problem.column, problem.header);
    case 'label_values':
      return problem.values.length < 2
        ? `The label column "${problem.column}" holds ${problem.values.length === 0 ? 'no value' : `one value only (${problem.values[0]})`}: a model needs leads that converted and leads that did not.`
        : `The label column "${problem.column}" holds ${problem.values.length} values (${listed(problem.values)}) where two are needed: name the one that means converted as the positive value, or another column.`;
    case 'positive_unclear':
      return `Which value of "${problem.column}" means converted, ${problem.values.join(' or ')}? Name it as the positive value.`;
    case 'positive_absent':
      return `No row has "${problem.positive}" in "${problem.column}": check the spelling of the positive value.`;
    case 'bad_date':
      return `Row ${problem.row} has "${problem.text}" in the date column "${problem.column}", which is no ISO date such as 2026-03-31: correct it, or leave the row out.`;
    case 'no_features':
      return `No column is left to learn from: ${listed(problem.reasons)}. Exclude less, or bring more columns.`;
  }
}

/** Told to people as it stands: its message names cause and remedy. */
export class LeadFeaturesError extends Error {
  override readonly name = 'LeadFeaturesError';
  readonly code: LeadFeaturesErrorCode;
  readonly problem: LeadFeaturesProblem;

  constructor(problem: LeadFeaturesProblem) {
    super(sentence(problem));
    this.code = problem.code;
    this.problem = problem;
  }
}
