import { defineErrors, LeadlightError, type ErrorFacts } from '@leadlight/common';

interface OutcomeFacts {
  /** What the rows are: `newest fifth`. */
  readonly part: string;
  readonly rows: number;
  readonly converted: number;
}

export const evaluationErrors = defineErrors({
  length_mismatch: {
    reason: ({ labels, probabilities }: { readonly labels: number; readonly probabilities: number }) =>
      `There are ${labels} labels and ${probabilities} probabilities.`,
    remedy: 'Give one probability for each label.',
    example: { labels: 100, probabilities: 99 },
  },
  bad_probability: {
    reason: ({ row, value }: { readonly row: number; readonly value: number }) =>
      `Row ${row} has the probability ${value}, which is not between 0 and 1.`,
    remedy: 'Leave out rows that were not predicted.',
    example: { row: 3, value: 1.2 },
  },
  only_one_outcome: {
    reason: ({ part, rows, converted }: OutcomeFacts) =>
      rows === 0
        ? `The ${part} is empty.`
        : `All ${rows} rows of the ${part} have the same outcome (${converted === 0 ? 'none' : 'all'} reached the goal), so nothing can be measured on it.`,
    remedy: 'Provide more leads, or choose a horizon that fits the time to the goal.',
    example: { part: 'newest fifth', rows: 40, converted: 0 },
  },
  empty_split: {
    reason: ({ part }: { readonly part: string; readonly remedy: string }) => `The ${part} is empty.`,
    remedy: ({ remedy }) => remedy,
    example: { part: 'training part', remedy: 'Provide older leads, or choose a shorter horizon.' },
  },
  bad_snapshot_time: {
    reason: ({ row, asOf }: { readonly row: number; readonly asOf: number }) =>
      `Row ${row} has no usable time (${asOf}).`,
    remedy: 'Give every row the instant of its snapshot.',
    example: { row: 3, asOf: Number.NaN },
  },
  too_few_delays: {
    reason: ({
      conversions,
      oldestDays,
      horizonDays,
    }: {
      readonly conversions: number;
      readonly oldestDays: number;
      readonly horizonDays: number;
    }) =>
      `${conversions} conversions within ${horizonDays} days are known, of leads at most ${oldestDays} days old: too few to say how long conversions take.`,
    remedy: 'Give at least 50 conversions, some of them of leads as old as the horizon.',
    example: { conversions: 12, oldestDays: 40, horizonDays: 68 },
  },
  too_few_converted: {
    reason: ({ rows, converted }: { readonly rows: number; readonly converted: number }) =>
      `Only ${converted} of ${rows} leads have reached the goal so far, too few to estimate how good the predictions are now.`,
    remedy: 'Give leads of a longer period, so that at least 20 have reached the goal.',
    example: { rows: 300, converted: 4 },
  },
  bad_evaluation_setting: {
    reason: ({ setting, value }: { readonly setting: string; readonly value: number; readonly allowed: string }) =>
      `${setting} is ${value}.`,
    remedy: ({ allowed }) => `It must be ${allowed}.`,
    example: { setting: 'fraction', value: 1.2, allowed: 'between 0 and 1' },
  },
});

export type EvaluationErrorCode = keyof typeof evaluationErrors;

export class EvaluationError<C extends EvaluationErrorCode = EvaluationErrorCode> extends LeadlightError<
  C,
  ErrorFacts<typeof evaluationErrors, C>
> {
  override readonly name = 'EvaluationError';

  constructor(code: C, facts: ErrorFacts<typeof evaluationErrors, C>) {
    super(evaluationErrors, code, facts);
  }
}
