import type { FieldPast, Instant, LeadField } from '@leadlight/lead-features';
import { isSalesforceError, SalesforceError } from '../errors.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows } from '../query/query.ts';
import type { DescribedField, DescribedObject } from './describe-object.ts';
import { fieldTypeOf, isReadableType } from './field-type.ts';
import { parseInstant } from './field-value.ts';
import type { OrgSchema } from './org-schema.ts';

/** Fields that tell of the outcome or of our own doing, or that change with every touch: they never leave the org. */
const EXCLUDED_FIELDS =
  /^(Id|IsDeleted|IsConverted|Converted.*|MasterRecordId|SystemModstamp|LastModified.*|LastActivityDate|LastViewedDate|LastReferencedDate|LastTransferDate|IsUnreadByOwner|ActionCadence.*|ScheduledResumeDateTime|Leadlight_.*__c|\w+__Leadlight_.*__c)$/;

const IMMUTABLE_FIELDS = new Set(['CreatedDate', 'CreatedById']);
/** Salesforce keeps field history for 18 months, 24 through the API. */
const HISTORY_RETENTION_MONTHS = 24;
/** How unlikely a late first change must be before it counts as the day tracking was turned on. */
const MAX_CHANCE_OF_LATE_START = 0.05;

/** Fields of Lead that are read: what describe shows, without compounds and without `NEVER`. */
export const readableLeadFields = (lead: DescribedObject): readonly DescribedField[] =>
  [...lead.fields.values()].filter(({ name, type }) => isReadableType(type) && !EXCLUDED_FIELDS.test(name));

/**
 * Lead fields with what can be known of their past. Salesforce does not tell since when a field is tracked. It is taken
 * to be tracked for as long as history is kept, unless its changes begin later than chance allows: then its earliest
 * change is the day from which its past is known.
 * @throws SalesforceError `permission_missing` where the user may not read leads
 */
export async function describeLeadFields(
  connection: SalesforceConnection,
  schema: OrgSchema,
  now: Instant,
): Promise<readonly LeadField[]> {
  const lead = await schema.find('Lead');
  if (!lead)
    throw new SalesforceError('permission_missing', 'The user may not read the object Lead.', { object: 'Lead' });
  const tracked = (await schema.find('LeadHistory')) ? await trackedFields(connection) : new Set<string>();
  const changes = tracked.size > 0 ? await changesByField(connection) : new Map<string, FieldChanges>();
  const kept = new Date(now);
  kept.setUTCMonth(kept.getUTCMonth() - HISTORY_RETENTION_MONTHS);
  return readableLeadFields(lead).map((field) => ({
    name: field.name,
    label: field.label,
    type: fieldTypeOf(field.type),
    custom: field.custom,
    past: pastOf(field, tracked, (name) => trackedSince(changes.get(name), kept.getTime(), now)),
    ...(field.referenceTo.length > 0 && { referenceTo: field.referenceTo }),
  }));
}

function pastOf(field: DescribedField, tracked: ReadonlySet<string>, sinceOf: (field: string) => Instant): FieldPast {
  if (IMMUTABLE_FIELDS.has(field.name) || field.autoNumber) return { kind: 'immutable' };
  const isTracked = tracked.has(field.name) || (field.compound !== undefined && tracked.has(field.compound));
  // A formula's value changes without the record being saved: no version tells when.
  if (field.calculated) return { kind: 'unknown' };
  if (!isTracked || !historyKeepsValues(field)) return { kind: 'unknown', journalable: true };
  return { kind: 'tracked', since: sinceOf(field.name) };
}

/** For these, history says that they changed but not from what. */
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
 * With a steady rate of changes over the window that is kept, the chance that the first of `count` comes no earlier than
 * seen is (1 − waited / window)^count. A rarely changed field may well begin late; one with many changes may not.
 */
function trackedSince(changes: FieldChanges | undefined, kept: Instant, now: Instant): Instant {
  if (!changes || changes.earliest <= kept) return kept;
  const waited = (changes.earliest - kept) / (now - kept);
  return (1 - waited) ** changes.count < MAX_CHANCE_OF_LATE_START ? changes.earliest : kept;
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
    // A very large history times out here; the rule for fields without a row then serves for all.
    if (isSalesforceError(error, 'request_refused', 'query_refused', 'org_unavailable')) return new Map();
    throw error;
  }
}

/** History names some lookups by their relationship. */
export const fieldNameOfHistory = (field: string): string =>
  field === 'Owner' || field === 'RecordType' ? `${field}Id` : field;
