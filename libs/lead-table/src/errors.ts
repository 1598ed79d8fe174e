import { defineErrors, LeadlightError, type ErrorFacts } from '@leadlight/common';
import { foldText } from './cells/fold.ts';
import { meansConverted } from './outcome/outcome-words.ts';
import type { TextCount } from './table/table-reading.ts';

const MAX_LISTED = 8;

const listed = (texts: readonly string[]): string =>
  texts.length > MAX_LISTED
    ? `${texts.slice(0, MAX_LISTED).join(', ')} and ${texts.length - MAX_LISTED} more`
    : texts.join(', ');

const counted = (values: readonly TextCount[]): string =>
  listed(values.map(({ text, rows }) => `${text} (${rows.toLocaleString('en')})`));

interface OutcomeFacts {
  readonly column: string;
  /** The values of the column, the most frequent first. */
  readonly values: readonly TextCount[];
  /** Rows without a value. */
  readonly emptyRows?: number;
}

interface OpenColumnFacts {
  readonly column: string;
  /** A cell that can be read in two ways. */
  readonly example: string;
}

interface AbsentColumnFacts {
  /** How many of the model's columns the table has. */
  readonly found: number;
  readonly needed: number;
  readonly absent: readonly { readonly column: string; readonly nearNames: readonly string[] }[];
}

const twoOptions = ({ values }: OutcomeFacts): string => {
  const texts = values.map(({ text }) => text);
  // The one that looks like a conversion comes first.
  const [first = 'won', second = 'lost'] = texts.sort(
    (a, b) => Number(meansConverted(foldText(b))) - Number(meansConverted(foldText(a))),
  );
  return `--positive ${JSON.stringify(first)} --negative ${JSON.stringify(second)}`;
};

export const leadTableErrors = defineErrors({
  outcome_one_value: {
    reason: ({ column, values }: OutcomeFacts) =>
      `The outcome column "${column}" has ${values.length === 0 ? 'no value' : `only one value (${counted(values)})`}; a model needs leads that converted and leads that did not.`,
    remedy: ({ emptyRows = 0 }) =>
      `Name another column, or provide leads with both outcomes.${emptyRows > 0 ? ` ${emptyRows} rows have no value: if those leads did not convert, add --negative "".` : ''}`,
    example: { column: 'Stage', values: [{ text: 'lost', rows: 940 }] },
  },
  outcome_unclear: {
    reason: ({ column, values }: OutcomeFacts) =>
      `It is unclear which values of "${column}" mean converted and which mean not converted: ${counted(values)}.`,
    remedy: (facts) =>
      `Name them, each option as often as needed, such as ${twoOptions(facts)}. Rows with another value are left out.`,
    example: {
      column: 'Stage',
      values: [
        { text: 'closed', rows: 610 },
        { text: 'open', rows: 412 },
      ],
    },
  },
  outcome_value_absent: {
    reason: ({ column, value }: OutcomeFacts & { readonly value: string }) => `No row has "${value}" in "${column}".`,
    remedy: ({ values }) => `Its values are ${counted(values)}.`,
    example: {
      column: 'Stage',
      value: 'wonn',
      values: [
        { text: 'won', rows: 312 },
        { text: 'lost', rows: 940 },
      ],
    },
  },
  outcome_value_twice: {
    reason: ({ column, value }: { readonly column: string; readonly value: string }) =>
      `"${value}" of "${column}" is named as converted and as not converted.`,
    remedy: 'Name it with --positive or with --negative.',
    example: { column: 'Stage', value: 'won' },
  },
  decimal_mark_unclear: {
    reason: ({ column, example }: OpenColumnFacts) =>
      `"${column}" has ${JSON.stringify(example)}, which can be read with a decimal point or with a decimal comma, and nothing in the file says which it is.`,
    remedy: ({ column }) =>
      `Add --decimal point or --decimal comma, or leave the column out with --exclude ${JSON.stringify(column)}.`,
    example: { column: 'Employees', example: '1.200' },
  },
  date_order_unclear: {
    reason: ({ column, example }: OpenColumnFacts) =>
      `"${column}" has ${JSON.stringify(example)}, which can be read with the day or with the month first, and nothing in the file says which it is.`,
    remedy: 'Add --dates dmy (day first) or --dates mdy (month first).',
    example: { column: 'Created Date', example: '03/04/2025' },
  },
  column_without_dates: {
    reason: ({ column, examples }: { readonly column: string; readonly examples: readonly string[] }) =>
      `"${column}" is not a column of dates${examples.length > 0 ? ` (${listed(examples)})` : ''}.`,
    remedy: 'Name a column of dates, such as 2026-03-31, 31.03.2026 or 03/31/2026.',
    example: { column: 'Created', examples: ['soon', 'last year'] },
  },
  model_columns_absent: {
    reason: ({ found, needed, absent }: AbsentColumnFacts) =>
      `The table has ${found === 0 ? 'none' : `only ${found}`} of the ${needed} columns that the model reads, so its scores would say nothing. Absent: ${listed(absent.map(({ column, nearNames }) => column + (nearNames.length > 0 ? ` (${listed(nearNames)}?)` : '')))}.`,
    remedy: 'Give the columns the names that they had in the training table, or name the model of this table.',
    example: {
      found: 1,
      needed: 6,
      absent: [
        { column: 'Employees', nearNames: ['No of employees'] },
        { column: 'Region', nearNames: [] },
      ],
    },
  },
  no_features: {
    reason: ({ reasons }: { readonly reasons: readonly string[] }) =>
      `No column is left to learn from. ${listed(reasons)}`,
    remedy: 'Exclude less, or provide more columns.',
    example: { reasons: ['Id: It names the lead.', 'Won: It is the outcome.'] },
  },
});

export type LeadTableErrorCode = keyof typeof leadTableErrors;

/** A table that cannot be learned from as it is; the message says what to do. */
export class LeadTableError<C extends LeadTableErrorCode = LeadTableErrorCode> extends LeadlightError<
  C,
  ErrorFacts<typeof leadTableErrors, C>
> {
  override readonly name = 'LeadTableError';

  constructor(code: C, facts: ErrorFacts<typeof leadTableErrors, C>) {
    super(leadTableErrors, code, facts);
  }
}
