import type { ObjectInfo } from 'lightning/uiObjectInfoApi';
import type { UiRecord } from 'lightning/uiRecordApi';

/** What the org itself calls its fields, and how it writes one lead's values: in the user's language and format. */
export interface OrgWords {
  /** Field labels by API name. */
  readonly labels: Readonly<Record<string, string>>;
  /** The lead's value of a field as the org writes it; undefined where that is another value, or the org does not say. */
  displayed(field: string, value: unknown): string | undefined;
  /** Whether it is a field of the lead that the org does not show this user. */
  isHidden(field: string): boolean;
}

export const NO_ORG_WORDS: OrgWords = {
  labels: {},
  displayed: () => undefined,
  isHidden: () => false,
};

/** Groups of features that are no fields. */
const GROUPS: ReadonlySet<string> = new Set(['Activity', 'Campaign', 'Completeness', 'Lead age']);

/** What the org says of the Lead object and of one lead, as far as either is known. */
export function orgWordsOf(lead: ObjectInfo | undefined, record: UiRecord | undefined): OrgWords {
  const fields = Object.values(lead?.fields ?? {});
  const labels = Object.fromEntries(fields.map(({ apiName, label }) => [apiName, label]));
  return {
    labels,
    isHidden: (field) => fields.length > 0 && !GROUPS.has(field) && !Object.hasOwn(labels, field),
    displayed: (field, value) => {
      const known = record?.fields[field];
      return known && known.value !== null && known.value === value ? (known.displayValue ?? undefined) : undefined;
    },
  };
}

/** The fields behind these facts, as a record is asked for them. */
export const recordFields = (facts: readonly { readonly field: string }[]): string[] =>
  [...new Set(facts.map(({ field }) => field))].filter((field) => !GROUPS.has(field)).map((field) => `Lead.${field}`);
