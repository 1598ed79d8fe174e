import { defineErrors, LeadlightError, type ErrorFacts } from '@leadlight/common';
import { nearestNames } from './nearest-names.ts';

const MAX_LISTED = 8;

const listed = (texts: readonly string[]): string =>
  texts.length > MAX_LISTED
    ? `${texts.slice(0, MAX_LISTED).join(', ')} and ${texts.length - MAX_LISTED} more`
    : texts.join(', ');

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
