import type { FieldPast, Instant, LeadField } from '@leadlight/lead-features';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import type { DescribedField, DescribedObject } from './describe-object.ts';
import { historyRetainedSince, trackedFields } from './field-history.ts';
import { fieldTypeOf, isReadableType } from './field-type.ts';
import type { OrgSchema } from './org-schema.ts';
import { readSetupLog, type SetupLog } from './setup-log.ts';

/** Fields that reveal the outcome, are written by us, or change with every activity. They never leave the org. */
const EXCLUDED_FIELDS =
  /^(Id|IsDeleted|IsConverted|Converted.*|MasterRecordId|SystemModstamp|LastModified.*|LastActivityDate|LastViewedDate|LastReferencedDate|LastTransferDate|IsUnreadByOwner|ActionCadence.*|ScheduledResumeDateTime|Leadlight_.*__c|\w+__Leadlight_.*__c)$/;

/** Salesforce allows 1,000 values of a picklist, and a few more of a standard one. */
const MAX_CHOICES = 2_000;
const IMMUTABLE_FIELDS = new Set(['CreatedDate', 'CreatedById']);

/** The fields of Lead that are read: all described ones except compounds and `EXCLUDED_FIELDS`. */
export const readableLeadFields = (lead: DescribedObject): readonly DescribedField[] =>
  [...lead.fields.values()].filter(({ name, type }) => isReadableType(type) && !EXCLUDED_FIELDS.test(name));

/**
 * Lead fields with what the org says of their past. Salesforce does not report since when a field has been tracked, so a
 * tracked field counts as tracked for as long as history is kept, with what the setup audit trail says about the start.
 * @throws SalesforceError `object_unreadable` where the user may not read leads
 */
export async function describeLeadFields(
  connection: SalesforceConnection,
  schema: OrgSchema,
  now: Instant,
): Promise<readonly LeadField[]> {
  const lead = await schema.find('Lead');
  if (!lead) throw new SalesforceError('object_unreadable', { missing: 'Lead' });
  const tracked = (await schema.find('LeadHistory')) ? await trackedFields(connection, 'Lead') : undefined;
  const setupLog = tracked && tracked.size > 0 ? await readSetupLog(connection, lead, now) : undefined;
  const retainedSince = historyRetainedSince(now);
  return readableLeadFields(lead).map((field) => ({
    name: field.name,
    label: field.label,
    type: fieldTypeOf(field.type),
    custom: field.custom,
    past: pastOf(field, tracked, setupLog, retainedSince),
    ...(field.choices.length > 0 && field.choices.length <= MAX_CHOICES && { choices: field.choices }),
    ...(field.referenceTo.length > 0 && { referenceTo: field.referenceTo }),
  }));
}

function pastOf(
  field: DescribedField,
  tracked: ReadonlySet<string> | undefined,
  setupLog: SetupLog | undefined,
  since: Instant,
): FieldPast {
  if (IMMUTABLE_FIELDS.has(field.name) || field.autoNumber) return { kind: 'immutable' };
  // The value of a formula changes without the record being saved, so no version shows when.
  if (field.calculated) return { kind: 'unknown' };
  const names = [field.name, ...(field.compound === undefined ? [] : [field.compound])];
  const isTracked = tracked !== undefined && names.some((name) => tracked.has(name));
  if (!isTracked || !historyKeepsValues(field)) {
    return { kind: 'unknown', journalable: true, ...(tracked && { isUntracked: true }) };
  }
  if (!setupLog) return { kind: 'tracked', since };
  const turnedOn = Math.max(...names.map((name) => setupLog.turnedOnAt.get(name) ?? -Infinity));
  return {
    kind: 'tracked',
    since,
    setupLogSince: setupLog.since,
    ...(turnedOn > -Infinity && { untrackedUntil: { at: turnedOn, code: 'history_turned_on' } }),
  };
}

/** For the other fields, history records that they changed but no values. */
const historyKeepsValues = ({ type, length }: DescribedField): boolean =>
  type !== 'multipicklist' && !(type === 'textarea' && length > 255);

/** History names some lookups by their relationship. */
export const fieldNameOfHistory = (field: string): string =>
  field === 'Owner' || field === 'RecordType' ? `${field}Id` : field;
