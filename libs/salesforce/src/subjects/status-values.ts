import type { LeadField } from '@leadlight/lead-features';
import { isSalesforceError, isNotFound } from '../errors.ts';
import { toTextOrNull } from '../describe/field-value.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { queryRows, type Row } from '../query/query.ts';
import { isTrue } from '../streams/stream.ts';

type StatusValues = NonNullable<LeadField['statusValues']>;

/** The objects with what the values of a status field mean. Changing a meaning raises no event, so it is read at every sync. */
const STATUS_FIELDS: Readonly<Record<string, { readonly field: string; readonly soql: string }>> = {
  Opportunity: { field: 'StageName', soql: 'SELECT ApiName, MasterLabel, IsClosed, IsWon FROM OpportunityStage' },
  Case: { field: 'Status', soql: 'SELECT ApiName, MasterLabel, IsClosed FROM CaseStatus' },
};

/** The status field of an object and what its values mean today; undefined where it has none, or this user may not read it. */
export async function findStatusValues(
  connection: SalesforceConnection,
  object: string,
): Promise<{ readonly field: string; readonly values: StatusValues } | undefined> {
  const status = STATUS_FIELDS[object];
  if (!status) return undefined;
  try {
    return { field: status.field, values: statusValuesOf(await queryRows(connection, status.soql)) };
  } catch (error) {
    if (isSalesforceError(error, 'object_missing', 'permission_missing') || isNotFound(error)) return undefined;
    throw error;
  }
}

function statusValuesOf(rows: readonly Row[]): StatusValues {
  const named = (wanted: (row: Row) => boolean) =>
    rows.filter(wanted).flatMap((row) => toTextOrNull(row.ApiName) ?? toTextOrNull(row.MasterLabel) ?? []);
  return {
    open: named((row) => !isTrue(row.IsClosed)),
    closed: named((row) => isTrue(row.IsClosed)),
    won: named((row) => isTrue(row.IsWon)),
  };
}
