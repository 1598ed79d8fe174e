import type { ObjectInfo } from 'lightning/uiObjectInfoApi';
import type { UiRecord } from 'lightning/uiRecordApi';

/** The labels of the org's lead fields, and one lead's values as the org displays them, in the user's language. */
export interface OrgFields {
  /** Field labels by API name. */
  readonly labels: Readonly<Record<string, string>>;
  /** The value as the org displays it; undefined if the lead now has another value, or the org has no display value. */
  displayValue(field: string, value: unknown): string | undefined;
  /** Whether it is a lead field that this user may not see. */
  isHidden(field: string): boolean;
}

export const NO_ORG_FIELDS: OrgFields = {
  labels: {},
  displayValue: () => undefined,
  isHidden: () => false,
};

/** Groups of features that are not fields. */
const GROUPS: ReadonlySet<string> = new Set(['Activity', 'Campaign', 'Completeness', 'Lead age']);

/** @param lead undefined until it is loaded, as `record` */
export function toOrgFields(lead: ObjectInfo | undefined, record: UiRecord | undefined): OrgFields {
  const fields = Object.values(lead?.fields ?? {});
  const labels = Object.fromEntries(fields.map(({ apiName, label }) => [apiName, label]));
  return {
    labels,
    isHidden: (field) => fields.length > 0 && !GROUPS.has(field) && !Object.hasOwn(labels, field),
    displayValue: (field, value) => {
      const current = record?.fields[field];
      return current && current.value !== null && current.value === value
        ? (current.displayValue ?? undefined)
        : undefined;
    },
  };
}

/** The names of the fields of these features, as `getRecord` takes them. */
export const recordFields = (features: readonly { readonly field: string }[]): string[] =>
  [...new Set(features.map(({ field }) => field))]
    .filter((field) => !GROUPS.has(field))
    .map((field) => `Lead.${field}`);
