import type { ApexRecord, Value } from '../../values/values.ts';
import type { ObjectRights, Rights } from '../port.ts';
import type { FieldShape, ObjectShape } from '../schema.ts';

/** Rights are the sum of what the permission sets of a user grant; a profile has a permission set of its own. */
export interface RightsSource {
  /** Ids of the user's permission sets, with the profile's. */
  permissionSetIds: Set<string>;
  rows(objectName: string): Iterable<ApexRecord>;
  /** Whether the profile grants all standard fields of the objects that it grants. */
  standardFields: boolean;
  /** Whether the profile grants every standard object and all records. */
  allData: boolean;
}

const NONE: ObjectRights = { read: false, create: false, edit: false, delete: false, viewAll: false, modifyAll: false };
const ALL: ObjectRights = { read: true, create: true, edit: true, delete: true, viewAll: true, modifyAll: true };
/** Every user may read these setup objects. */
const OPEN = [
  'User',
  'Group',
  'Profile',
  'PermissionSet',
  'LeadStatus',
  'UserLicense',
  'PermissionSetLicense',
  'EntityDefinition',
  'FieldDefinition',
  'Organization',
  'CurrencyType',
  'ApexClass',
  'StaticResource',
];

export function rightsOf(source: RightsSource): Rights {
  const objects = new Map<string, ObjectRights>();
  const fields = new Map<string, { read: boolean; edit: boolean }>();
  const granted = (row: ApexRecord, name: string): boolean => row.fields.get(name) === true;
  const isOwn = (row: ApexRecord): boolean => source.permissionSetIds.has(row.fields.get('parentid') as string);
  for (const row of source.rows('ObjectPermissions')) {
    if (!isOwn(row)) continue;
    const key = keyOf(row.fields.get('sobjecttype') ?? null);
    const known = objects.get(key) ?? NONE;
    objects.set(key, {
      read: known.read || granted(row, 'permissionsread'),
      create: known.create || granted(row, 'permissionscreate'),
      edit: known.edit || granted(row, 'permissionsedit'),
      delete: known.delete || granted(row, 'permissionsdelete'),
      viewAll: known.viewAll || granted(row, 'permissionsviewallrecords'),
      modifyAll: known.modifyAll || granted(row, 'permissionsmodifyallrecords'),
    });
  }
  for (const row of source.rows('FieldPermissions')) {
    if (!isOwn(row)) continue;
    const key = keyOf(row.fields.get('field') ?? null);
    const known = fields.get(key);
    const edit = Boolean(known?.edit) || granted(row, 'permissionsedit');
    fields.set(key, { read: Boolean(known?.read) || edit || granted(row, 'permissionsread'), edit });
  }
  const object = (shape: ObjectShape): ObjectRights => objectRights(source, shape, objects);
  const custom = customPermissionsOf(source, isOwn);
  return {
    object,
    field: (shape, field) => fieldRights(source, shape, field, fields, object(shape)),
    customPermission: (name) => custom.has(name.toLowerCase()),
  };
}

function customPermissionsOf(source: RightsSource, isOwn: (row: ApexRecord) => boolean): Set<string> {
  const granted = new Set(
    [...source.rows('SetupEntityAccess')].filter(isOwn).map((row) => row.fields.get('setupentityid')),
  );
  const rows = [...source.rows('CustomPermission')].filter((row) => granted.has(row.id));
  return new Set(rows.map((row) => keyOf(row.fields.get('developername') ?? null)));
}

const keyOf = (value: Value): string => String(value).toLowerCase();

function objectRights(source: RightsSource, shape: ObjectShape, objects: Map<string, ObjectRights>): ObjectRights {
  if (source.allData && !shape.name.endsWith('__c')) return ALL;
  const found = objects.get(shape.name.toLowerCase());
  if (found) return found;
  return shape.kind === 'metadata' || OPEN.includes(shape.name) ? { ...NONE, read: true, viewAll: true } : NONE;
}

/** Fields that profiles do not decide on follow the object; custom fields need a grant (known: none comes with a deployment). */
function fieldRights(
  source: RightsSource,
  shape: ObjectShape,
  field: FieldShape,
  fields: Map<string, { read: boolean; edit: boolean }>,
  object: ObjectRights,
): { read: boolean; edit: boolean } {
  const follows =
    !field.isPermissionable || (source.standardFields && !field.name.endsWith('__c')) || shape.kind !== 'data';
  if (follows) return { read: object.read, edit: object.edit || object.create };
  return fields.get(`${shape.name}.${field.name}`.toLowerCase()) ?? { read: false, edit: false };
}
