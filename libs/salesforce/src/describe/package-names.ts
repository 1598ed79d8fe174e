import type { DescribedObject } from './describe-object.ts';

const SCORE_FIELD = 'Leadlight_Score__c';

/**
 * How the org names the package's fields and objects: as here, or with the prefix of the namespace in which the package is
 * installed, such as `acme__Leadlight_Score__c`.
 */
export interface PackageNames {
  /** @param name as in the package, such as `Leadlight_Score__c`; names that are not custom stay as they are */
  inOrg(name: string): string;
  /** The record with the names of the org. */
  toOrg<Value>(record: Readonly<Record<string, Value>>): Record<string, Value>;
}

/** @param lead undefined or without our fields counts as an org without a namespace */
export function packageNamesOf(lead: DescribedObject | undefined): PackageNames {
  const prefix = namespacePrefixOf(lead);
  const inOrg = (name: string): string => (name.endsWith('__c') ? `${prefix}${name}` : name);
  return {
    inOrg,
    toOrg: (record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [inOrg(name), value])),
  };
}

function namespacePrefixOf(lead: DescribedObject | undefined): string {
  if (!lead || lead.fields.has(SCORE_FIELD)) return '';
  const prefixed = [...lead.fields.keys()].find((name) => name.endsWith(`__${SCORE_FIELD}`));
  return prefixed?.slice(0, -SCORE_FIELD.length) ?? '';
}
