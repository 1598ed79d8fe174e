import type { DatabaseSync } from 'node:sqlite';
import { ApiError, noSuchObject } from './api-error.ts';
import type { Field, SObject } from './field.ts';
import { describeSchema } from './load-company.ts';
import { schemaWith } from './schema.ts';
import type { Metadata, Schema } from './schema.ts';
import { findSetting, putSetting } from './settings-table.ts';
import { createTables } from './tables.ts';

/** Fields that an administrator has added to or removed from the running org; kept in its folder. */
interface FieldChanges {
  readonly added: readonly { readonly object: string; readonly field: Field }[];
  readonly removed: readonly { readonly object: string; readonly field: string }[];
}

export interface MetadataChanges {
  /** The schema as it is now. */
  current(): Schema;
  /** Call it inside a transaction. @throws ApiError INVALID_TYPE */
  addField(object: string, field: Field): void;
  /** The column stays with its values, the field is gone. @throws ApiError INVALID_TYPE, INVALID_FIELD */
  removeField(object: string, field: string): void;
}

const SETTING = 'fieldChanges';

export function metadataChanges(db: DatabaseSync, deployed: readonly Metadata[]): MetadataChanges {
  let changes = JSON.parse(findSetting(db, SETTING) ?? '{"added":[],"removed":[]}') as FieldChanges;
  let schema = changedSchema(deployed, changes);
  const apply = (changed: FieldChanges): void => {
    changes = changed;
    putSetting(db, SETTING, JSON.stringify(changes));
    schema = changedSchema(deployed, changes);
    createTables(db, schema);
    describeSchema(db, schema);
  };
  const objectNamed = (name: string): SObject => {
    const object = schema.findObject(name);
    if (!object) throw noSuchObject(name);
    return object;
  };
  return {
    current: () => schema,
    addField(name, field) {
      const object = objectNamed(name).name;
      const others = changes.added.filter((each) => each.object !== object || each.field.name !== field.name);
      const removed = changes.removed.filter((each) => each.object !== object || each.field !== field.name);
      apply({ added: [...others, { object, field }], removed });
    },
    removeField(name, fieldName) {
      const object = objectNamed(name);
      const field = schema.findField(object, fieldName);
      if (!field?.custom) throw new ApiError(400, 'INVALID_FIELD', `No custom field '${fieldName}' on ${object.name}`);
      const added = changes.added.filter((each) => each.object !== object.name || each.field.name !== field.name);
      apply({ added, removed: [...changes.removed, { object: object.name, field: field.name }] });
    },
  };
}

function changedSchema(deployed: readonly Metadata[], { added, removed }: FieldChanges): Schema {
  return schemaWith([...deployed, { objects: [], fields: added }], removed);
}
