import type { DatabaseSync } from 'node:sqlite';
import { childrenOf, isTrue, textOf } from '../../metadata/xml.ts';
import { type ApiError, badRequest } from '../api-error.ts';
import type { SObject } from '../schema/field.ts';
import { INTEGRATION_LICENSE, INTEGRATION_PERMISSION_SET_LICENSE } from '../setup-records.ts';
import { prepareCached } from '../statements.ts';
import type { StoredRecord } from './derived-fields.ts';
import type { WriteContext } from './write-context.ts';

/** Checks a new record of a setup object. @throws ApiError */
export function checkSetupRecord(org: WriteContext, object: SObject, record: StoredRecord): void {
  if (object.name === 'User') checkUsername(org.db, record);
  if (object.name === 'PermissionSetLicenseAssign') takeLicense(org.db, record);
  if (object.name === 'PermissionSetAssignment') checkAssignment(org, record);
}

/** What the deletion of a record of a setup object changes elsewhere. */
export function releaseSetupRecord({ db }: Pick<WriteContext, 'db'>, object: SObject, record: StoredRecord): void {
  if (object.name !== 'PermissionSetLicenseAssign') return;
  prepareCached(db, 'UPDATE "PermissionSetLicense" SET "UsedLicenses" = "UsedLicenses" - 1 WHERE "Id" = ?').run(
    record.PermissionSetLicenseId ?? null,
  );
}

function checkUsername(db: DatabaseSync, { Username: name = null }: StoredRecord): void {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(name))) {
    throw badRequest('INVALID_EMAIL_ADDRESS', `Username: invalid email address: ${String(name)}`, ['Username']);
  }
  if (!prepareCached(db, 'SELECT 1 AS found FROM "User" WHERE "Username" = ?').get(name)) return;
  const message =
    'Duplicate Username.<br>The username already exists in this or another Salesforce organization. ' +
    'Usernames must be unique across all Salesforce organizations.';
  throw badRequest('DUPLICATE_USERNAME', message, ['Username']);
}

function takeLicense(
  db: DatabaseSync,
  { PermissionSetLicenseId: license = null, AssigneeId: user = null }: StoredRecord,
): void {
  const found = prepareCached(
    db,
    'SELECT 1 AS found FROM "PermissionSetLicenseAssign" WHERE "PermissionSetLicenseId" = ? AND "AssigneeId" = ?',
  ).get(license, user);
  if (found) throw duplicate('PermissionSetLicenseAssign', user, 'Permission Set License', license);
  const taken = prepareCached(
    db,
    'UPDATE "PermissionSetLicense" SET "UsedLicenses" = "UsedLicenses" + 1 WHERE "Id" = ? AND "UsedLicenses" < "TotalLicenses"',
  ).run(license);
  if (taken.changes === 0) {
    // The wording is not verified.
    throw badRequest('LICENSE_LIMIT_EXCEEDED', 'There are no more permission set licenses of this kind.');
  }
}

/** As on the platform; the wording of the duplicate is documented by forums only. */
const duplicate = (object: string, user: unknown, kind: string, id: unknown): ApiError =>
  badRequest('DUPLICATE_VALUE', `Duplicate ${object}. Assignee: ${String(user)}; ${kind}: ${String(id)}`);

function checkAssignment(
  org: WriteContext,
  { PermissionSetId: set = null, AssigneeId: user = null }: StoredRecord,
): void {
  const found = prepareCached(
    org.db,
    'SELECT 1 AS found FROM "PermissionSetAssignment" WHERE "PermissionSetId" = ? AND "AssigneeId" = ?',
  ).get(set, user);
  if (found) throw duplicate('PermissionSetAssignment', user, 'Permission Set', set);
  if (!needsPermissionSetLicense(org.db, user)) return;
  const permissionSet = org.components.ofType('PermissionSet').find(({ id }) => id === set);
  if (!permissionSet) return;
  const refused = childrenOf(permissionSet.body, 'objectPermissions')
    .filter((permission) => isTrue(permission, 'allowRead'))
    .map((permission) => textOf(permission, 'object') ?? '')
    .find((object) => !object.endsWith('__c'));
  if (refused === undefined) return;
  const [label, name] = [textOf(permissionSet.body, 'label') ?? '', userName(org.db, user)];
  const plural = org.schema.findObject(refused)?.labelPlural ?? refused;
  throw badRequest(
    'FIELD_INTEGRITY_EXCEPTION',
    `Can't assign permission set "${label}" to user "${name}". The user license doesn't allow the permission: Read ${plural}`,
    ['PermissionSetId'],
  );
}

/** Whether the user has the licence for API calls without the permission set licence that allows standard objects. */
function needsPermissionSetLicense(db: DatabaseSync, user: unknown): boolean {
  const sql =
    'SELECT 1 AS found FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId" JOIN "UserLicense" l ON l."Id" = p."UserLicenseId" ' +
    'WHERE u."Id" = ? AND l."Name" = ? AND NOT EXISTS (SELECT 1 FROM "PermissionSetLicenseAssign" a JOIN "PermissionSetLicense" s ' +
    'ON s."Id" = a."PermissionSetLicenseId" WHERE a."AssigneeId" = u."Id" AND s."DeveloperName" = ?)';
  return (
    prepareCached(db, sql).get(String(user), INTEGRATION_LICENSE, INTEGRATION_PERMISSION_SET_LICENSE) !== undefined
  );
}

const userName = (db: DatabaseSync, user: unknown): string =>
  String(prepareCached(db, 'SELECT "Name" AS name FROM "User" WHERE "Id" = ?').get(String(user))?.name ?? '');
