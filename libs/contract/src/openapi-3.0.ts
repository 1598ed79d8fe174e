import { openApiDocument } from './openapi.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const PROBLEM_TYPE = 'application/problem+json';

/**
 * The same contract as OpenAPI 3.0 for Salesforce External Services, which supports no 3.1: no type lists, null types,
 * constants, choices or tuples. A map with values of several types becomes a map of texts, which the service parses. A
 * member of several types, or of any type, is left out, and so is the body of a problem, whose media type External
 * Services do not support. The document contains only the paths under /v1.
 */
export function openApi30Document(): JsonObject {
  const document = structuredClone(openApiDocument()) as unknown as JsonObject;
  const paths = Object.entries(document.paths as JsonObject).filter(([path]) => path.startsWith('/v1/'));
  const info = {
    ...(document.info as JsonObject),
    license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
  };
  return { ...(downgrade({ ...document, paths: Object.fromEntries(paths) }) as JsonObject), info, openapi: '3.0.3' };
}

/** Rewrites what only 3.1 can express; examples stay as they are. */
function downgrade(value: Json): Json {
  if (Array.isArray(value)) return value.map(downgrade);
  if (!isObject(value)) return value;
  const only = onlyTypeOrNull(value);
  if (only) {
    const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'anyOf'));
    return '$ref' in only ? only : { ...(downgrade({ ...rest, ...only }) as JsonObject), nullable: true };
  }
  const result: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === 'const') result.enum = [member];
    else if (key === 'properties') result.properties = membersOfOneType(member as JsonObject);
    else if (key === 'examples') result.examples = member;
    else if (key === 'content' && isObject(member) && PROBLEM_TYPE in member) continue;
    else if (key === 'prefixItems') result.items = downgrade((member as Json[])[0]!);
    else if (!['propertyNames', 'anyOf', 'oneOf', 'type'].includes(key)) result[key] = downgrade(member);
  }
  const types = typesOf(value);
  const withoutNull = types.filter((type) => type !== 'null');
  if (types.length > 0) result.type = withoutNull.length === 1 ? withoutNull[0]! : 'string';
  if (types.includes('null')) result.nullable = true;
  return result;
}

/** Handles names and schemas apart: a member may have the name `type` or `const`. */
const membersOfOneType = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, schema]) => !isObject(schema) || hasOneType(schema))
      .map(([name, schema]) => [name, downgrade(schema)]),
  );

/** The schema of a member that may also be null; undefined where it has several types, or cannot be null. */
function onlyTypeOrNull({ anyOf }: JsonObject): JsonObject | undefined {
  if (!Array.isArray(anyOf)) return undefined;
  const others = anyOf.filter(isObject).filter(({ type }) => type !== 'null');
  return others.length === 1 && others.length < anyOf.length ? others[0] : undefined;
}

/** A list has one type where its items have. */
function hasOneType(schema: JsonObject): boolean {
  if ('$ref' in schema || 'enum' in schema || 'const' in schema) return true;
  const only = onlyTypeOrNull(schema);
  if (only) return hasOneType(only);
  if (isObject(schema.items)) return hasOneType(schema.items);
  return typesOf(schema).filter((type) => type !== 'null').length === 1;
}

/** The types that a schema allows; empty where it names none itself. */
function typesOf({ type, anyOf, oneOf }: JsonObject): readonly Json[] {
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return choices.flatMap((schema) => (isObject(schema) ? typesOf(schema) : []));
  if (type === undefined) return [];
  return Array.isArray(type) ? type : [type];
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
