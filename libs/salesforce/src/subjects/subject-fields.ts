import type { FieldPast, FieldType, LeadField } from '@leadlight/lead-features';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import type { DescribedField, DescribedObject } from '../describe/describe-object.ts';
import { historyRetainedSince, trackedFields } from '../describe/field-history.ts';
import { fieldTypeOf } from '../describe/field-type.ts';
import type { OrgSchema } from '../describe/org-schema.ts';
import { findStatusValues } from './status-values.ts';

/** Types of fields that may become features. Texts, names, addresses and e-mail addresses are never read. */
const FEATURE_TYPES: readonly FieldType[] = ['picklist', 'multipicklist', 'boolean', 'number', 'currency', 'percent'];

/** Fields that no feature reads, whatever the object, or that Leadlight writes itself. */
const EXCLUDED = /^(IsDeleted|Jigsaw.*|(\w+__)?Leadlight_.*__c)$/;

/** The fields of an object whose values may become features. */
export const featureFieldsOf = (object: DescribedObject): readonly DescribedField[] =>
  [...object.fields.values()].filter(
    ({ name, type }) => FEATURE_TYPES.includes(fieldTypeOf(type)) && !EXCLUDED.test(name),
  );

/** The name of the object with an object's field history. */
export const historyObjectOf = (object: string): string =>
  object === 'Opportunity' ? 'OpportunityFieldHistory' : object.replace(/__c$/, '__') + 'History';

/** The feature fields of an object with what the org says of their past. */
export async function describeSubjectFields(
  connection: SalesforceConnection,
  schema: OrgSchema,
  name: string,
  now: number,
): Promise<readonly LeadField[] | undefined> {
  const object = await schema.find(name);
  if (!object) return undefined;
  const tracked = (await schema.find(historyObjectOf(name)))
    ? await trackedFields(connection, name)
    : new Set<string>();
  const since = historyRetainedSince(now);
  const status = await findStatusValues(connection, name);
  return featureFieldsOf(object).map((field) => ({
    name: field.name,
    label: field.label,
    type: fieldTypeOf(field.type),
    custom: field.custom,
    past: pastOf(field, tracked, since),
    ...(field.choices.length > 0 && { choices: field.choices }),
    ...(status?.field === field.name && { statusValues: status.values }),
  }));
}

function pastOf(field: DescribedField, tracked: ReadonlySet<string>, since: number): FieldPast {
  if (field.autoNumber) return { kind: 'immutable' };
  // The value of a formula or a roll-up changes without the record being saved, so no version shows when.
  if (field.calculated) return { kind: 'unknown' };
  // History records that a multi-select picklist changed, and not its values.
  if (!tracked.has(field.name) || field.type === 'multipicklist') {
    return { kind: 'unknown', journalable: true, isUntracked: true };
  }
  return { kind: 'tracked', since, isAssumed: true };
}
