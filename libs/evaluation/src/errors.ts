/** What can go wrong in this library, with the facts of the case. */
export type EvaluationProblem =
  | { readonly code: 'length_mismatch'; readonly labels: number; readonly probabilities: number }
  | { readonly code: 'bad_probability'; readonly row: number; readonly value: number }
  | { readonly code: 'one_outcome'; readonly part: string; readonly rows: number; readonly converted: number }
  | { readonly code: 'no_rows'; readonly part: string; readonly remedy: string }
  | { readonly code: 'bad_time'; readonly row: number; readonly at: number }
  | { readonly code: 'bad_setting'; readonly setting: string; readonly value: number; readonly allowed: string };

export type EvaluationErrorCode = EvaluationProblem['code'];

function sentence(problem: EvaluationProblem): string {
  switch (problem.code) {
    case 'length_mismatch':
      return `There are ${problem.labels} labels and ${problem.probabilities} probabilities: give one probability for each label.`;
    case 'bad_probability':
      return `Row ${problem.row} has the probability ${problem.value}, which is not between 0 and 1: leave out rows that were not predicted.`;
    case 'one_outcome':
      return problem.rows === 0
        ? `The ${problem.part} is empty: bring more leads, or a shorter horizon.`
        : `All ${problem.rows} rows of the ${problem.part} have one outcome (${problem.converted === 0 ? 'none' : 'all'} converted), so nothing can be measured on it: bring more leads, or a horizon that fits the time to convert.`;
    case 'no_rows':
      return `The ${problem.part} is empty: ${problem.remedy}.`;
    case 'bad_time':
      return `Row ${problem.row} has no usable time (${problem.at}): every row needs the instant it was looked at.`;
    case 'bad_setting':
      return `${problem.setting} is ${problem.value}; it must be ${problem.allowed}.`;
  }
}

/** Told to people as it stands: its message names cause and remedy. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly code: EvaluationErrorCode;
  readonly problem: EvaluationProblem;

  constructor(problem: EvaluationProblem) {
    super(sentence(problem));
    this.code = problem.code;
    this.problem = problem;
  }
}
