import { defineErrors, LeadlightError, type ErrorFacts } from '@leadlight/common';
import { nearestNames } from './nearest-names.ts';

const MAX_LISTED = 8;

const listed = (texts: readonly string[]): string =>
  texts.length > MAX_LISTED
    ? `${texts.slice(0, MAX_LISTED).join(', ')} and ${texts.length - MAX_LISTED} more`
    : texts.join(', ');

interface LabelColumnFacts {
  readonly column: string;
  readonly values: readonly string[];
}

export const leadFeaturesErrors = defineErrors({
  unknown_feature: {
    reason: ({ feature }: { readonly feature: string }) =>
      `The model reads a feature "${feature}" that this version of Leadlight does not have.`,
    remedy: 'Update Leadlight, or train again.',
    example: { feature: 'days_since_last_call' },
  },
  column_absent: {
    reason: ({ column }: { readonly column: string; readonly header: readonly string[] }) =>
      `There is no column "${column}".`,
    remedy: ({ column, header }) => {
      const near = nearestNames(column, header).map((name) => `"${name}"`);
      return near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `Name one of the columns of the table: ${listed(header)}.`;
    },
    example: { column: 'Sorce', header: ['Source', 'Visits', 'Won'] },
  },
  label_values: {
    reason: ({ column, values }: LabelColumnFacts) =>
      values.length < 2
        ? `The label column "${column}" has ${values.length === 0 ? 'no value' : `only one value (${values[0]})`}; a model needs leads that converted and leads that did not.`
        : `The label column "${column}" has ${values.length} values (${listed(values)}) where two are needed.`,
    remedy: ({ values }) =>
      values.length < 2
        ? 'Name another column, or provide leads of both outcomes.'
        : 'Name the one that means converted as the positive value, or another column.',
    example: { column: 'Stage', values: ['lost', 'open', 'won'] },
  },
  positive_unclear: {
    reason: ({ column, values }: LabelColumnFacts) =>
      `It is unclear which value of "${column}" means converted: ${values.join(' or ')}.`,
    remedy: 'Name it as the positive value.',
    example: { column: 'Stage', values: ['closed', 'open'] },
  },
  positive_absent: {
    reason: ({ column, positive }: { readonly column: string; readonly positive: string }) =>
      `No row has "${positive}" in "${column}".`,
    remedy: 'Check the spelling of the positive value.',
    example: { column: 'Stage', positive: 'wonn' },
  },
  bad_date: {
    reason: ({ column, row, text }: { readonly column: string; readonly row: number; readonly text: string }) =>
      `Row ${row} has "${text}" in the date column "${column}", which is not an ISO date such as 2026-03-31.`,
    remedy: 'Correct it, or leave the row out.',
    example: { column: 'Created', row: 7, text: '31.3.26' },
  },
  no_features: {
    reason: ({ reasons }: { readonly reasons: readonly string[] }) =>
      `No column is left to learn from. ${listed(reasons)}`,
    remedy: 'Exclude less, or provide more columns.',
    example: { reasons: ['Id: It names the lead.', 'Won: It is the outcome.'] },
  },
});

export type LeadFeaturesErrorCode = keyof typeof leadFeaturesErrors;

export class LeadFeaturesError<C extends LeadFeaturesErrorCode = LeadFeaturesErrorCode> extends LeadlightError<
  C,
  ErrorFacts<typeof leadFeaturesErrors, C>
> {
  override readonly name = 'LeadFeaturesError';

  constructor(code: C, facts: ErrorFacts<typeof leadFeaturesErrors, C>) {
    super(leadFeaturesErrors, code, facts);
  }
}
