import { isSalesforceError, SalesforceError } from '../errors.ts';
import { findText, expectObjects, expectObject, expectText, type JsonObject } from '../connection/json.ts';
import type { SalesforceConnection } from '../connection/salesforce-connection.ts';

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
  /** The compound field that this is a part of, e.g. `Address`. */
  readonly compound: string | undefined;
  /** Name of the relationship, for reading a parent's field; undefined where there is none. */
  readonly relationship: string | undefined;
  readonly referenceTo: readonly string[];
}

/** An object as this user may see it. */
export interface DescribedObject {
  readonly name: string;
  readonly queryable: boolean;
  readonly updateable: boolean;
  readonly createable: boolean;
  /** By API name. A field that the user may not read is absent, as in Salesforce's own answer. */
  readonly fields: ReadonlyMap<string, DescribedField>;
}

/**
 * @returns undefined where the org has no such object, or none that this user may read
 * @throws SalesforceError
 */
export async function findObject(connection: SalesforceConnection, name: string): Promise<DescribedObject | undefined> {
  try {
    const what = `describe ${name}`;
    const answer = expectObject(await connection.json({ method: 'GET', path: `/sobjects/${name}/describe` }), what);
    const described: DescribedObject = {
      name: expectText(answer, 'name', what),
      queryable: answer.queryable === true,
      updateable: answer.updateable === true,
      createable: answer.createable === true,
      fields: new Map(
        expectObjects(answer.fields, what).map((field) => [expectText(field, 'name', what), parseField(field, what)]),
      ),
    };
    return described.queryable ? described : undefined;
  } catch (error) {
    if (isSalesforceError(error, 'object_missing', 'permission_missing')) return undefined;
    if (isSalesforceError(error) && error.facts.status === 404) return undefined;
    throw error;
  }
}

/** @throws SalesforceError `permission_missing` naming the object */
export async function getObject(connection: SalesforceConnection, name: string): Promise<DescribedObject> {
  const described = await findObject(connection, name);
  if (described) return described;
  throw new SalesforceError('permission_missing', `The user may not read the object ${name}.`, { object: name });
}

function parseField(field: JsonObject, what: string): DescribedField {
  const name = expectText(field, 'name', what);
  return {
    name,
    label: findText(field, 'label') ?? name,
    type: expectText(field, 'type', what),
    custom: field.custom === true,
    autoNumber: field.autoNumber === true,
    calculated: field.calculated === true,
    updateable: field.updateable === true,
    length: typeof field.length === 'number' ? field.length : 0,
    compound: findText(field, 'compoundFieldName'),
    relationship: findText(field, 'relationshipName'),
    referenceTo: Array.isArray(field.referenceTo) ? field.referenceTo.filter((to) => typeof to === 'string') : [],
  };
}
