import type { DatabaseSync } from 'node:sqlite';
import { ApiError, noSuchColumn, noSuchObject } from '../api-error.ts';
import { writeSchemaTables } from '../load-company.ts';
import { findSetting, putSetting } from '../settings-table.ts';
import { createTables } from '../tables.ts';
import type { Field, SObject } from './field.ts';
import { createSchema, createSchemaWith, type PackageMetadata, type Schema } from './schema.ts';

/** A permission that the integration user lacks. */
export interface DeniedPermission {
  readonly object: string;
  /** undefined = the whole object. */
  readonly field?: string;
  /** Without `read`, the object or field does not exist for the user. */
  readonly right: 'read' | 'write';
}

/** What was changed in the running org; stored in its database. */
interface FieldChanges {
  readonly denied?: readonly DeniedPermission[];
  readonly added: readonly { readonly object: string; readonly field: Field }[];
  readonly removed: readonly { readonly object: string; readonly field: string }[];
}

export interface MetadataChanges {
  current(): Schema;
  /** When the schema last changed in this process: milliseconds since 1970, a whole second, increasing. */
  changedAt(): number;
  /** Call it inside a transaction. @throws ApiError INVALID_TYPE */
  addField(object: string, field: Field): void;
  /** Call it inside a transaction. @throws ApiError INVALID_TYPE, INVALID_FIELD */
  deny(denial: DeniedPermission): void;
  /** Restores all permissions. Call it inside a transaction. */
  allowAll(): void;
  /** Removes a custom field from the schema; its column remains. @throws ApiError INVALID_TYPE, INVALID_FIELD */
  removeField(object: string, field: string): void;
}

const SETTING = 'fieldChanges';

export function openMetadataChanges(db: DatabaseSync, deployed: readonly PackageMetadata[]): MetadataChanges {
  let changes = JSON.parse(findSetting(db, SETTING) ?? '{"added":[],"removed":[]}') as FieldChanges;
  let schema = applyChanges(deployed, changes);
  let changedAt = Math.floor(Date.now() / 1000) * 1000;
  const apply = (changed: FieldChanges): void => {
    changes = changed;
    putSetting(db, SETTING, JSON.stringify(changes));
    schema = applyChanges(deployed, changes);
    changedAt = Math.max(changedAt + 1000, Math.floor(Date.now() / 1000) * 1000);
    createTables(db, schema);
    writeSchemaTables(db, schema);
  };
  const getObject = (name: string): SObject => {
    const object = schema.findObject(name);
    if (!object) throw noSuchObject(name);
    return object;
  };
  return {
    current: () => schema,
    changedAt: () => changedAt,
    addField(name, field) {
      const object = getObject(name).name;
      const others = changes.added.filter((each) => each.object !== object || each.field.name !== field.name);
      const removed = changes.removed.filter((each) => each.object !== object || each.field !== field.name);
      apply({ ...changes, added: [...others, { object, field }], removed });
    },
    removeField(name, fieldName) {
      const object = getObject(name);
      const field = schema.findField(object, fieldName);
      if (!field?.custom) throw new ApiError(400, 'INVALID_FIELD', `No custom field '${fieldName}' on ${object.name}`);
      const added = changes.added.filter((each) => each.object !== object.name || each.field.name !== field.name);
      apply({ ...changes, added, removed: [...changes.removed, { object: object.name, field: field.name }] });
    },
    deny(denial) {
      const object = getObject(denial.object);
      if (denial.field !== undefined && !schema.findField(object, denial.field))
        throw noSuchColumn(denial.field, object.name);
      apply({ ...changes, denied: [...(changes.denied ?? []), denial] });
    },
    allowAll: () => apply({ ...changes, denied: [] }),
  };
}

function applyChanges(deployed: readonly PackageMetadata[], { added, removed, denied = [] }: FieldChanges): Schema {
  const fullSchema = createSchemaWith([...deployed, { objects: [], fields: added }], removed);
  if (denied.length === 0) return fullSchema;
  const isDenied = (object: SObject, right: DeniedPermission['right'], field?: string): boolean =>
    denied.some((each) => each.object === object.name && each.field === field && each.right === right);
  const readOnly = { createable: false, updateable: false };
  const readable = fullSchema.objects.filter((object) => !isDenied(object, 'read'));
  return createSchema(
    readable.map((object) => ({
      ...object,
      ...(isDenied(object, 'write') ? { ...readOnly, deletable: false } : {}),
      fields: object.fields
        .filter(({ name }) => !isDenied(object, 'read', name))
        .map((field) => (isDenied(object, 'write', field.name) ? { ...field, ...readOnly } : field)),
    })),
  );
}
