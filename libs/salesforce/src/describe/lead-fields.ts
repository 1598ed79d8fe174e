import type { FieldPast, Instant, LeadField } from '@leadlight/lead-features';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import { queryRows } from '../query/query.ts';
import type { DescribedField, DescribedObject } from './describe-object.ts';
import { fieldTypeOf, isReadableType } from './field-type.ts';
import { parseInstant } from './field-value.ts';
import type { OrgSchema } from './org-schema.ts';

/** Fields that reveal the outcome, are written by us, or change with every activity. They never leave the org. */
const EXCLUDED_FIELDS =
  /^(Id|IsDeleted|IsConverted|Converted.*|MasterRecordId|SystemModstamp|LastModified.*|LastActivityDate|LastViewedDate|LastReferencedDate|LastTransferDate|IsUnreadByOwner|ActionCadence.*|ScheduledResumeDateTime|Leadlight_.*__c|\w+__Leadlight_.*__c)$/;

const IMMUTABLE_FIELDS = new Set(['CreatedDate', 'CreatedById']);
/** Salesforce keeps field history for 18 months, 24 through the API. */
const HISTORY_RETENTION_MONTHS = 24;
/** A first change that is later than chance explains, with this probability, marks the day tracking was turned on. */
const MAX_CHANCE_OF_LATE_START = 0.05;

/** The fields of Lead that are read: all described ones except compounds and `EXCLUDED_FIELDS`. */
export const readableLeadFields = (lead: DescribedObject): readonly DescribedField[] =>
  [...lead.fields.values()].filter(({ name, type }) => isReadableType(type) && !EXCLUDED_FIELDS.test(name));

/**
 * Lead fields with what can be known of their past. Salesforce does not report since when a field has been tracked. It is
 * assumed to be tracked for as long as history is retained, unless its changes begin later than chance allows: then its
 * past is known from its earliest change on.
 * @throws SalesforceError `object_unreadable` where the user may not read leads
 */
export async function describeLeadFields(
  connection: SalesforceConnection,
  schema: OrgSchema,
  now: Instant,
): Promise<readonly LeadField[]> {
  const lead = await schema.find('Lead');
  if (!lead) throw new SalesforceError('object_unreadable', { missing: 'Lead' });
  const tracked = (await schema.find('LeadHistory')) ? await trackedFields(connection) : new Set<string>();
  const changes = tracked.size > 0 ? await changesByField(connection) : new Map<string, FieldChanges>();
  const retainedSince = new Date(now);
  retainedSince.setUTCMonth(retainedSince.getUTCMonth() - HISTORY_RETENTION_MONTHS);
  return readableLeadFields(lead).map((field) => ({
    name: field.name,
    label: field.label,
    type: fieldTypeOf(field.type),
    custom: field.custom,
    past: pastOf(field, tracked, (name) => trackedSince(changes.get(name), retainedSince.getTime(), now)),
    ...(field.referenceTo.length > 0 && { referenceTo: field.referenceTo }),
  }));
}

function pastOf(field: DescribedField, tracked: ReadonlySet<string>, sinceOf: (field: string) => Instant): FieldPast {
  if (IMMUTABLE_FIELDS.has(field.name) || field.autoNumber) return { kind: 'immutable' };
  const isTracked = tracked.has(field.name) || (field.compound !== undefined && tracked.has(field.compound));
  // The value of a formula changes without the record being saved, so no version shows when.
  if (field.calculated) return { kind: 'unknown' };
  if (!isTracked || !historyKeepsValues(field)) return { kind: 'unknown', journalable: true };
  return { kind: 'tracked', since: sinceOf(field.name) };
}

/** For the other fields, history records that they changed but no values. */
const historyKeepsValues = ({ type, length }: DescribedField): boolean =>
  type !== 'multipicklist' && !(type === 'textarea' && length > 255);

async function trackedFields(connection: SalesforceConnection): Promise<ReadonlySet<string>> {
  const rows = await queryRows(
    connection,
    "SELECT QualifiedApiName, IsFieldHistoryTracked FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Lead'",
  );
  return new Set(rows.filter((row) => row.IsFieldHistoryTracked === true).map((row) => String(row.QualifiedApiName)));
}

interface FieldChanges {
  readonly earliest: Instant;
  readonly count: number;
}

/**
 * At a steady rate of changes over the retained window, the first of `count` changes is at least this late with the
 * probability (1 − delay / window)^count. A rarely changed field may well begin late; one with many changes may not.
 */
function trackedSince(changes: FieldChanges | undefined, retainedSince: Instant, now: Instant): Instant {
  if (!changes || changes.earliest <= retainedSince) return retainedSince;
  const delayShare = (changes.earliest - retainedSince) / (now - retainedSince);
  return (1 - delayShare) ** changes.count < MAX_CHANCE_OF_LATE_START ? changes.earliest : retainedSince;
}

async function changesByField(connection: SalesforceConnection): Promise<ReadonlyMap<string, FieldChanges>> {
  try {
    const rows = await queryRows(
      connection,
      'SELECT Field, MIN(CreatedDate) earliest, COUNT(Id) changes FROM LeadHistory GROUP BY Field',
    );
    return new Map(
      rows.map((row) => [
        fieldNameOfHistory(String(row.Field)),
        { earliest: parseInstant(row.earliest) ?? Infinity, count: Number(row.changes) },
      ]),
    );
  } catch (error) {
    // The query times out on a very large history. Then every field is treated as one without changes.
    if (isSalesforceError(error, 'request_rejected', 'query_rejected', 'org_unavailable')) return new Map();
    throw error;
  }
}

/** History names some lookups by their relationship. */
export const fieldNameOfHistory = (field: string): string =>
  field === 'Owner' || field === 'RecordType' ? `${field}Id` : field;
