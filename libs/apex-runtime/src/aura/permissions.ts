import type { Database } from '../database/port.ts';
import type { BoundCondition } from '../database/query.ts';
import type { ObjectShape, Schema } from '../database/schema.ts';
import type { ApexRecord, Value } from '../values/values.ts';

/** Setup records that meet all conditions, whatever the rights of the running user. */
function select(
  database: Database,
  schema: Schema,
  object: string,
  conditions: Record<string, Value | Value[]>,
): ApexRecord[] {
  const parts = Object.entries(conditions).map(([name, value]): BoundCondition => ({
    kind: 'compare',
    path: [name],
    operator: Array.isArray(value) ? 'IN' : '=',
    value,
  }));
  const all = { groupBy: [], orderBy: [], limit: null, offset: 0, allRows: false };
  const query = {
    object: schema.find(object) as ObjectShape,
    select: [{ path: ['Id'] }],
    where: { kind: 'and' as const, parts },
  };
  return database.find({ ...query, ...all, mode: 'system' }, { mode: 'system', sharing: false });
}

const field = (record: ApexRecord, name: string): Value => record.fields.get(name) ?? null;

/** The permission sets of the running user, with that of the profile. */
function permissionSetsOf(database: Database, schema: Schema): ApexRecord[] {
  const assigned = select(database, schema, 'PermissionSetAssignment', { AssigneeId: database.userId() });
  return [
    ...select(database, schema, 'PermissionSet', { Id: assigned.map((record) => field(record, 'permissionsetid')) }),
    ...select(database, schema, 'PermissionSet', { ProfileId: database.userField('profileid') }),
  ];
}

export const permissionSetNames = (database: Database, schema: Schema): string[] =>
  permissionSetsOf(database, schema).map((record) => String(field(record, 'name')));

/**
 * Whether the running user may read and enter values of external credentials. Salesforce Help asks for Manage Named Credentials or
 * Customize Application; here the profiles that see all data have both, and no permission set grants either.
 */
export function mayManageCredentials(database: Database, schema: Schema): boolean {
  const [profile] = select(database, schema, 'Profile', { Id: database.userField('profileid') });
  return profile !== undefined && field(profile, 'permissionsmodifyalldata') === true;
}

/** Whether a permission set or the profile of the running user grants access to a class (Apex Developer Guide, Class Security). */
export function mayUseClass(database: Database, schema: Schema, className: string): boolean {
  const parents = permissionSetsOf(database, schema).map(({ id }) => id);
  const classes = select(database, schema, 'ApexClass', { Name: className }).map(({ id }) => id);
  return select(database, schema, 'SetupEntityAccess', { ParentId: parents, SetupEntityId: classes }).length > 0;
}
