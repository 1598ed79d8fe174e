import type { DatabaseSync } from 'node:sqlite';
import { SECOND_MS } from '@leadlight/common';
import { badRequest, noSuchColumn, noSuchObject } from '../api-error.ts';
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

const SETTING = 'fieldChanges';
const currentSecond = (): number => Math.floor(Date.now() / SECOND_MS) * SECOND_MS;

/** The schema of the running org. Call the methods that change it inside a transaction. */
export class MetadataChanges {
  readonly #db: DatabaseSync;
  readonly #deployed: readonly PackageMetadata[];
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
