import type { DatabaseSync } from 'node:sqlite';
import { SECOND_MS } from '@leadlight/common';
import { badRequest, noSuchColumn, noSuchObject } from '../api-error.ts';
import { writeSchemaTables } from '../load-company.ts';
import { findSetting, putSetting } from '../settings-table.ts';
import { createIndexes, createTables, quoteIdentifier } from '../tables.ts';
import { convertColumn } from './convert-column.ts';
import { recordSetupChange, type SetupChange } from './setup-audit-trail.ts';
import type { Field, FieldType, SObject } from './field.ts';
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
  readonly altered?: readonly AlteredField[];
}

interface AlteredField {
  readonly object: string;
  readonly field: string;
  readonly change: Partial<Pick<Field, 'tracked' | 'type' | 'picklist'>>;
}

const SETTING = 'fieldChanges';
const currentSecond = (): number => Math.floor(Date.now() / SECOND_MS) * SECOND_MS;

/** The schema of the running org. Call the methods that change it inside a transaction. */
export class MetadataChanges {
  readonly #db: DatabaseSync;
  #deployed: readonly PackageMetadata[];
  #changes: FieldChanges;
  #schema: Schema;
  #changedAt = currentSecond();

  constructor(db: DatabaseSync, deployed: readonly PackageMetadata[]) {
    this.#db = db;
    this.#deployed = deployed;
    this.#changes = JSON.parse(findSetting(db, SETTING) ?? '{"added":[],"removed":[]}') as FieldChanges;
    this.#schema = applyChanges(deployed, this.#changes);
  }

  get schema(): Schema {
    return this.#schema;
  }

  /** When the schema last changed in this process: milliseconds since 1970, a whole second, increasing. */
  get changedAt(): number {
    return this.#changedAt;
  }

  /** Replaces what the package has deployed; changes made in the running org stay. */
  replaceDeployed(metadata: PackageMetadata): void {
    this.#deployed = [metadata, ...this.#deployed.slice(1)];
    this.#apply({});
    createIndexes(this.#db, this.#schema);
  }

  /** @throws ApiError INVALID_TYPE */
  addField(objectName: string, field: Field): void {
    const object = this.#getObject(objectName).name;
    const { added, removed } = this.#without(object, field.name);
    this.#apply({ added: [...added, { object, field }], removed });
  }

  /** Removes a custom field from the schema; its column remains. @throws ApiError INVALID_TYPE, INVALID_FIELD */
  removeField(objectName: string, fieldName: string): void {
    const object = this.#getObject(objectName);
    const field = this.#schema.findField(object, fieldName);
    if (!field?.custom) throw badRequest('INVALID_FIELD', `No custom field '${fieldName}' on ${object.name}`);
    const { added, removed } = this.#without(object.name, field.name);
    this.#apply({ added, removed: [...removed, { object: object.name, field: field.name }] });
  }

  /**
   * Renames a custom field: its values, and its history, which refers to the field and not to its name, go with it. Times of the
   * records do not change.
   * @throws ApiError INVALID_TYPE, INVALID_FIELD, DUPLICATE_DEVELOPER_NAME
   */
  renameField(objectName: string, fieldName: string, to: string): void {
    const { object, field } = this.#getField(objectName, fieldName);
    if (!field.custom) throw badRequest('INVALID_FIELD', `No custom field '${fieldName}' on ${object.name}`);
    if (this.#schema.findField(object, to)) throw badRequest('DUPLICATE_DEVELOPER_NAME', `There is a field '${to}'.`);
    this.removeField(object.name, field.name);
    this.addField(object.name, { ...field, name: to });
    const [table, column, renamed] = [object.name, field.name, to].map(quoteIdentifier) as [string, string, string];
    this.#db.exec(`UPDATE ${table} SET ${renamed} = ${column}`);
    const history = this.#schema.findObject(`${object.name}History`);
    if (!history) return;
    const update = this.#db.prepare(`UPDATE ${quoteIdentifier(history.name)} SET "Field" = ? WHERE "Field" = ?`);
    update.run(to, field.name);
  }

  /**
   * Turns history tracking of a field on or off; the setup audit trail says so.
   * @param at when, ISO time in whole seconds
   * @throws ApiError INVALID_TYPE, INVALID_FIELD
   */
  trackField(objectName: string, fieldName: string, tracked: boolean, at: string): void {
    const { object, field } = this.#getField(objectName, fieldName);
    this.#alter({ object: object.name, field: field.name, change: { tracked } });
    this.#record(
      {
        action: `entity_history_field_${tracked ? 'tracked' : 'untracked'}`,
        section: 'Track Field History',
        display: `Track History for ${object.label} field ${field.label} ${tracked ? 'on' : 'off'}`,
      },
      at,
    );
  }

  /**
   * Changes the type of a custom field; values that the new type does not allow are lost.
   * @throws ApiError INVALID_TYPE, INVALID_FIELD
   */
  changeType(objectName: string, fieldName: string, type: FieldType, at: string): void {
    const { object, field } = this.#getField(objectName, fieldName);
    convertColumn(this.#db, object, field, { ...field, type });
    this.#alter({ object: object.name, field: field.name, change: { type } });
    const display = `Changed field type of ${field.label} custom field from ${field.type} to ${type}`;
    this.#record({ action: 'changedCFType', section: `Customize ${object.labelPlural}`, display }, at);
  }

  /**
   * Renames a value of a picklist, as Setup does: neither history nor times of the records change.
   * @throws ApiError INVALID_TYPE, INVALID_FIELD
   */
  renameValue(objectName: string, fieldName: string, from: string, to: string, at: string): void {
    const { object, field } = this.#getField(objectName, fieldName);
    const [table, column] = [quoteIdentifier(object.name), quoteIdentifier(field.name)];
    this.#db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(to, from);
    const picklist = field.picklist.map((value) => (value === from ? to : value));
    this.#alter({ object: object.name, field: field.name, change: { picklist } });
    const display = `Changed ${field.label} picklist value's API name from ${from} to ${to}`;
    this.#record({ action: 'changedPicklistValueApiName', section: `Customize ${object.labelPlural}`, display }, at);
  }

  #alter(altered: AlteredField): void {
    this.#apply({ altered: [...(this.#changes.altered ?? []), altered] });
  }

  #record(change: SetupChange, at: string): void {
    recordSetupChange(this.#db, change, at);
  }

  /** @throws ApiError INVALID_TYPE, INVALID_FIELD */
  #getField(objectName: string, fieldName: string): { readonly object: SObject; readonly field: Field } {
    const object = this.#getObject(objectName);
    const field = this.#schema.findField(object, fieldName);
    if (!field) throw noSuchColumn(fieldName, object.name);
    return { object, field };
  }

  /** @throws ApiError INVALID_TYPE, INVALID_FIELD */
  deny(denial: DeniedPermission): void {
    const object = this.#getObject(denial.object);
    if (denial.field !== undefined && !this.#schema.findField(object, denial.field)) {
      throw noSuchColumn(denial.field, object.name);
    }
    this.#apply({ denied: [...(this.#changes.denied ?? []), denial] });
  }

  /** Restores all permissions. */
  allowAll(): void {
    this.#apply({ denied: [] });
  }

  /** The changes without those of one field. */
  #without(object: string, field: string): Pick<FieldChanges, 'added' | 'removed'> {
    return {
      added: this.#changes.added.filter((each) => each.object !== object || each.field.name !== field),
      removed: this.#changes.removed.filter((each) => each.object !== object || each.field !== field),
    };
  }

  #getObject(name: string): SObject {
    const object = this.#schema.findObject(name);
    if (!object) throw noSuchObject(name);
    return object;
  }

  #apply(changed: Partial<FieldChanges>): void {
    this.#changes = { ...this.#changes, ...changed };
    putSetting(this.#db, SETTING, JSON.stringify(this.#changes));
    this.#schema = applyChanges(this.#deployed, this.#changes);
    this.#changedAt = Math.max(this.#changedAt + SECOND_MS, currentSecond());
    createTables(this.#db, this.#schema);
    writeSchemaTables(this.#db, this.#schema);
  }
}

function applyChanges(
  deployed: readonly PackageMetadata[],
  { added, removed, denied = [], altered = [] }: FieldChanges,
): Schema {
  const withAdded = createSchemaWith([...deployed, { objects: [], fields: added }], removed);
  const alter = (object: SObject, field: Field): Field =>
    altered.reduce(
      (changed, each) =>
        each.object === object.name && each.field === field.name ? { ...changed, ...each.change } : changed,
      field,
    );
  const fullSchema =
    altered.length === 0
      ? withAdded
      : createSchema(
          withAdded.objects.map((object) => ({ ...object, fields: object.fields.map((each) => alter(object, each)) })),
        );
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
