import type { DatabaseSync } from 'node:sqlite';
import { ApiError, noSuchColumn, noSuchObject } from '../api-error.ts';
import type { Field, SObject } from './field.ts';
import { writeSchemaTables } from '../load-company.ts';
import { createSchema, createSchemaWith } from './schema.ts';
import type { PackageMetadata, Schema } from './schema.ts';
import { findSetting, putSetting } from '../settings-table.ts';
import { createTables } from '../tables.ts';

/** What the integration user may not do, although the org has it. */
export interface DeniedPermission {
  readonly object: string;
  /** undefined = the whole object. */
  readonly field?: string;
  /** Without `read` it is as if it were not there. */
  readonly right: 'read' | 'write';
}

/** What an administrator has changed in the running org; kept in its folder. */
interface FieldChanges {
  readonly denied?: readonly DeniedPermission[];
  readonly added: readonly { readonly object: string; readonly field: Field }[];
  readonly removed: readonly { readonly object: string; readonly field: string }[];
}

export interface MetadataChanges {
  /** The schema as it is now. */
  current(): Schema;
  /** When it last changed, as far as this process knows; milliseconds since 1970, a whole second, never the same twice. */
  changedAt(): number;
  /** Call it inside a transaction. @throws ApiError INVALID_TYPE */
  addField(object: string, field: Field): void;
  /** Call it inside a transaction. @throws ApiError INVALID_TYPE, INVALID_FIELD */
  deny(denial: DeniedPermission): void;
  /** Gives every right back. Call it inside a transaction. */
  allowAll(): void;
  /** The column stays with its values, the field is gone. @throws ApiError INVALID_TYPE, INVALID_FIELD */
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
  const objectNamed = (name: string): SObject => {
    const object = schema.findObject(name);
    if (!object) throw noSuchObject(name);
    return object;
  };
  return {
    current: () => schema,
    changedAt: () => changedAt,
    addField(name, field) {
      const object = objectNamed(name).name;
      const others = changes.added.filter((each) => each.object !== object || each.field.name !== field.name);
      const removed = changes.removed.filter((each) => each.object !== object || each.field !== field.name);
      apply({ ...changes, added: [...others, { object, field }], removed });
    },
    removeField(name, fieldName) {
      const object = objectNamed(name);
      const field = schema.findField(object, fieldName);
      if (!field?.custom) throw new ApiError(400, 'INVALID_FIELD', `No custom field '${fieldName}' on ${object.name}`);
      const added = changes.added.filter((each) => each.object !== object.name || each.field.name !== field.name);
      apply({ ...changes, added, removed: [...changes.removed, { object: object.name, field: field.name }] });
    },
    deny(denial) {
      const object = objectNamed(denial.object);
      if (denial.field !== undefined && !schema.findField(object, denial.field))
        throw noSuchColumn(denial.field, object.name);
      apply({ ...changes, denied: [...(changes.denied ?? []), denial] });
    },
    allowAll: () => apply({ ...changes, denied: [] }),
  };
}

function applyChanges(deployed: readonly PackageMetadata[], { added, removed, denied = [] }: FieldChanges): Schema {
  const whole = createSchemaWith([...deployed, { objects: [], fields: added }], removed);
  if (denied.length === 0) return whole;
  const on = (object: SObject, right: DeniedPermission['right'], field?: string): boolean =>
    denied.some((denial) => denial.object === object.name && denial.field === field && denial.right === right);
  const readOnly = { createable: false, updateable: false };
  const readable = whole.objects.filter((object) => !on(object, 'read'));
  return createSchema(
    readable.map((object) => ({
      ...object,
      ...(on(object, 'write') ? { ...readOnly, deletable: false } : {}),
      fields: object.fields
        .filter(({ name }) => !on(object, 'read', name))
        .map((field) => (on(object, 'write', field.name) ? { ...field, ...readOnly } : field)),
    })),
  );
}
