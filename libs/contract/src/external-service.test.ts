import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { openApi30Document } from './openapi-3.0.ts';

/**
 * Limits of Salesforce’s External Services.
 * @source Salesforce Help, External Services: System Limits; Schema Definitions; Naming and Description Conventions
 */
const MAX_CHARACTERS = 10_000_000;
const MAX_DESCRIPTION_LENGTH = 1_333;
const MAX_NAME_LENGTH = 255;
const MEDIA_TYPES = ['application/json', 'application/x-www-form-urlencoded', 'text/plain'];
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array'];
/**
 * Words that no variable or member of an Apex class can have as its name.
 * @source Apex Developer Guide, Reserved Keywords; `at` and `to` are added because SOQL and SOSL use them
 */
const RESERVED = new Set(
  `abstract activate and any array as asc at autonomous begin bigdecimal blob boolean break bulk by byte case cast catch
  char class collect commit const continue currency date datetime decimal default delete desc do double else end enum
  exception exit export extends false final finally float for from global goto group having hint if implements import in
  inner insert instanceof int integer interface into join like limit list long loop map merge new not null nulls number
  object of on or outer override package parallel pragma private protected public retrieve return rollback select set
  short sobject sort static string super switch synchronized system testmethod then this throw time to transaction
  trigger true try undelete update upsert using virtual void webservice when where while`.split(/\s+/),
);
/** Starts with a letter, and has neither two underscores in a row nor one at its end. */
const APEX_NAME = /^[A-Za-z](?:_?[A-Za-z0-9])*$/;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object of the document with its path, without the examples. */
function* objectsIn(value: Json, path = ''): Generator<readonly [path: string, object: JsonObject]> {
  if (Array.isArray(value))
    for (const [at, item] of (value as readonly Json[]).entries()) yield* objectsIn(item, `${path}/${at}`);
  if (!isObject(value)) return;
  yield [path, value];
  for (const [key, member] of Object.entries(value))
    if (key !== 'examples' && key !== 'example') yield* objectsIn(member, `${path}/${key}`);
}

const document = openApi30Document() as JsonObject;
const objects = [...objectsIn(document)];
const schemas = (document.components as { readonly schemas: Readonly<Record<string, JsonObject>> }).schemas;
const operations = Object.values(
  document.paths as Readonly<Record<string, Readonly<Record<string, JsonObject>>>>,
).flatMap((item) => Object.entries(item));
const properties = objects.flatMap(([path, { properties: members }]) =>
  isObject(members) ? Object.entries(members).map(([name, schema]) => [`${path}/${name}`, name, schema] as const) : [],
);

describe('openApi30Document for External Services', () => {
  it('is not larger than the limit', () => {
    expect(JSON.stringify(document).length).toBeLessThan(MAX_CHARACTERS);
    expect(properties.length).toBeGreaterThan(50);
  });

  it('has names that are valid in Apex, each spelled one way', () => {
    const names = [...Object.keys(schemas), ...properties.map(([, name]) => name)];
    const actions = operations.map(([, { operationId }]) => operationId as string);
    for (const name of [...names, ...actions]) {
      expect(name).toMatch(APEX_NAME);
      expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
    }
    for (const spelled of [Object.keys(schemas), properties.map(([, name]) => name), actions]) {
      const distinct = new Set(spelled);
      expect(new Set([...distinct].map((name) => name.toLowerCase())).size).toBe(distinct.size);
    }
    expect(new Set(actions).size).toBe(actions.length);
  });

  it('has no member whose name Apex reserves, in the 3.1 document either', () => {
    const everyObject = [...objects, ...objectsIn(openApiDocument() as unknown as JsonObject)];
    const names = everyObject.flatMap(([, { properties: members }]) => (isObject(members) ? Object.keys(members) : []));
    expect(names.filter((name) => RESERVED.has(name.toLowerCase()))).toEqual([]);
  });

  it('has descriptions within the limit', () => {
    const described = objects.flatMap(([path, { description }]) =>
      typeof description === 'string' ? [[path, description.length] as const] : [],
    );
    expect(described.filter(([, length]) => length > MAX_DESCRIPTION_LENGTH)).toEqual([]);
  });

  it('uses supported media types', () => {
    const types = objects.flatMap(([, { content }]) => (isObject(content) ? Object.keys(content) : []));
    expect(types.filter((type) => !MEDIA_TYPES.includes(type))).toEqual([]);
    expect(types).toContain('application/json');
  });

  it('has no body for GET', () => {
    const bodies = operations.filter(([method, { requestBody }]) => method === 'get' && requestBody !== undefined);
    expect(bodies).toEqual([]);
  });

  it('has one type for every member', () => {
    const hasType = (schema: Json): boolean =>
      isObject(schema) &&
      (typeof schema.$ref === 'string' ||
        (TYPES.includes(schema.type as string) && (schema.type !== 'array' || hasType(schema.items ?? null))));
    expect(properties.filter(([, , schema]) => !hasType(schema)).map(([path]) => path)).toEqual([]);
  });

  it('has no recursive type', () => {
    const referencesOf = (name: string) =>
      [...JSON.stringify(schemas[name]).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, other]) => other!);
    const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
      referencesOf(from).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
    expect(Object.keys(schemas).filter((name) => reaches(name, name))).toEqual([]);
  });
});
