import {
  expectObject,
  expectObjects,
  expectText,
  findText,
  isJsonObject,
  type JsonObject,
} from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';
import { isNotFound, isSalesforceError } from '../errors.ts';

export interface DescribedField {
  readonly name: string;
  readonly label: string;
  /** Salesforce's own type name: `string`, `double`, `anyType`, … */
  readonly type: string;
  readonly custom: boolean;
  readonly autoNumber: boolean;
  readonly calculated: boolean;
  readonly updateable: boolean;
  /** Characters; 0 where the type has no length. */
  readonly length: number;
  /** The compound field that this field belongs to, e.g. `Address`. */
  readonly compound: string | undefined;
  /** Name of the relationship through which a parent's fields are read; undefined where there is none. */
  readonly relationship: string | undefined;
  readonly referenceTo: readonly string[];
  /** The active values of a picklist; empty for other types. */
  readonly choices: readonly string[];
}

/** An object as this user may see it. */
export interface DescribedObject {
  readonly name: string;
  /** What its users call it. */
  readonly label: string;
  readonly updateable: boolean;
  readonly createable: boolean;
  /** By API name. Salesforce omits fields that the user may not read. */
  readonly fields: ReadonlyMap<string, DescribedField>;
}

/**
 * @returns undefined where the org has no such object, or none that this user may read
 * @throws SalesforceError
 */
export async function findObject(connection: SalesforceConnection, name: string): Promise<DescribedObject | undefined> {
  try {
    const context = `describe ${name}`;
    const response = await connection.json({ method: 'GET', path: `/sobjects/${name}/describe` });
    const object = expectObject(response, context);
    if (object.queryable !== true) return undefined;
    const fields = expectObjects(object.fields, context).map((field) => parseField(field, context));
    return {
      name: expectText(object, 'name', context),
      label: findText(object, 'label') ?? name,
      updateable: object.updateable === true,
      createable: object.createable === true,
      fields: new Map(fields.map((field) => [field.name, field])),
    };
  } catch (error) {
    if (isSalesforceError(error, 'object_missing', 'permission_missing') || isNotFound(error)) return undefined;
    throw error;
  }
}

function parseField(field: JsonObject, context: string): DescribedField {
  const name = expectText(field, 'name', context);
  return {
    name,
    label: findText(field, 'label') ?? name,
    type: expectText(field, 'type', context),
    custom: field.custom === true,
    autoNumber: field.autoNumber === true,
    calculated: field.calculated === true,
    updateable: field.updateable === true,
    length: typeof field.length === 'number' ? field.length : 0,
    compound: findText(field, 'compoundFieldName'),
    relationship: findText(field, 'relationshipName'),
    referenceTo: Array.isArray(field.referenceTo) ? field.referenceTo.filter((to) => typeof to === 'string') : [],
    choices: Array.isArray(field.picklistValues) ? field.picklistValues.flatMap(choiceOf) : [],
  };
}

function choiceOf(picklistValue: unknown): readonly string[] {
  if (!isJsonObject(picklistValue) || picklistValue.active === false) return [];
  return typeof picklistValue.value === 'string' ? [picklistValue.value] : [];
}
