import type { ScoredTable, TableWarning } from '@leadlight/workflows';
import { formatCount } from '../terminal/write-output.ts';

/** What is wrong with a scored table, one line each. */
export const warningLines = ({ scores, warnings, respelt }: ScoredTable): readonly string[] => [
  ...respelt.map(({ column, tableColumn }) => `note: the column "${tableColumn}" is read as "${column}"`),
  ...warnings.map((warning) => `warning: ${warningSentence(warning, scores.length)}`),
];

function warningSentence(warning: TableWarning, allRows: number): string {
  const { code, field, rows, nearNames = [] } = warning;
  const where = `${rows === allRows ? 'in every row' : `in ${formatCount(rows)} of ${formatCount(allRows)} rows`}${examplesOf(warning)}`;
  switch (code) {
    case 'missing_column': {
      const meant =
        nearNames.length > 0 ? `; if ${nearNames.map((name) => `"${name}"`).join(' or ')} is meant, rename it` : '';
      return `the column "${field}", which the model uses, is absent; it counts as missing${meant}`;
    }
    case 'unseen_category':
      return `"${field}" has a value that is absent from the training data, ${where}; it counts as missing`;
    case 'not_a_number':
      return `"${field}" is not a number ${where}; it counts as missing`;
    case 'not_a_yes_or_no':
      return `"${field}" is neither yes nor no ${where}; it counts as missing`;
    case 'not_a_date':
      return `"${field}" is not a date ${where}; it counts as missing`;
    case 'number_unclear':
      return `"${field}" can be read with a decimal point or a decimal comma ${where}; it counts as missing: add --decimal`;
    case 'date_unclear':
      return `"${field}" can be read with the day or the month first ${where}; it counts as missing: add --dates`;
  }
}

const MAX_EXAMPLES = 3;

const examplesOf = ({ examples }: TableWarning): string =>
  examples.length === 0
    ? ''
    : ` (${examples
        .slice(0, MAX_EXAMPLES)
        .map(({ text }) => `"${text}"`)
        .join(', ')})`;
