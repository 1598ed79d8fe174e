import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { SalesforceError } from '../errors.ts';
import { soqlString } from '../query/soql.ts';
import { createRecord, deleteRecord, findRow } from './records.ts';

/** The permission set licence that lets a user of the licence Salesforce Integration have access to objects. */
export const INTEGRATION_PERMISSION_SET_LICENCE = 'SalesforceAPIIntegrationPsl';

/** What is assigned to a user: a permission set or a permission set licence, by its API name. */
export interface Assignable {
  readonly kind: 'permission set' | 'permission set licence';
  readonly name: string;
}

/** The objects and fields of each kind. */
const KINDS = {
  'permission set': {
    object: 'PermissionSet',
    nameField: 'Name',
    assignment: 'PermissionSetAssignment',
    lookup: 'PermissionSetId',
    relationship: 'PermissionSet',
  },
  'permission set licence': {
    object: 'PermissionSetLicense',
    nameField: 'DeveloperName',
    assignment: 'PermissionSetLicenseAssign',
    lookup: 'PermissionSetLicenseId',
    relationship: 'PermissionSetLicense',
  },
} as const satisfies Readonly<Record<Assignable['kind'], object>>;

/** The id of the assignment; undefined where the user does not have it. @throws SalesforceError */
export async function findAssignment(
  connection: SalesforceConnection,
  { kind, name }: Assignable,
  userId: string,
): Promise<string | undefined> {
  const { assignment, relationship, nameField } = KINDS[kind];
  const soql = `SELECT Id FROM ${assignment} WHERE AssigneeId = ${soqlString(userId)} AND ${relationship}.${nameField} = ${soqlString(name)}`;
  const row = await findRow(connection, soql);
  return row ? String(row.Id) : undefined;
}

/** @returns the id of the assignment @throws SalesforceError `not_assignable` where the org has nothing of that name */
export async function assign(
  connection: SalesforceConnection,
  assignable: Assignable,
  userId: string,
): Promise<string> {
  const { object, nameField, assignment, lookup } = KINDS[assignable.kind];
  const row = await findRow(connection, `SELECT Id FROM ${object} WHERE ${nameField} = ${soqlString(assignable.name)}`);
  if (!row) throw new SalesforceError('not_assignable', { ...assignable });
  return createRecord(connection, assignment, { AssigneeId: userId, [lookup]: row.Id });
}

/** @throws SalesforceError */
export const removeAssignment = (
  connection: SalesforceConnection,
  kind: Assignable['kind'],
  assignmentId: string,
): Promise<void> => deleteRecord(connection, KINDS[kind].assignment, assignmentId);
