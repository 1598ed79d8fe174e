import { openApiDocument } from './openapi.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const REFUSED_BODY = 'application/problem+json';

/**
 * The same contract as OpenAPI 3.0, for Salesforce External Services, which reads no 3.1: no type lists, no null type,
 * no constants, no choices, no tuples. A map’s values of several kinds become text, which the service reads as numbers, dates or booleans where
 * the model does; a member of several kinds, or of any, is left out, as is the body of a refusal, whose media type
 * External Services do not take. Only what is under /v1 is there.
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

/** Rewrites what only 3.1 can say, wherever it stands; examples stay as they are. */
function downgrade(value: Json): Json {
  if (Array.isArray(value)) return value.map(downgrade);
  if (!isObject(value)) return value;
  const only = onlyKindBesidesNull(value);
  if (only) {
    const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'anyOf'));
    return '$ref' in only ? only : { ...(downgrade({ ...rest, ...only }) as JsonObject), nullable: true };
  }
  const kept: JsonObject = {};
  for (const [key, member] of Object.entries(value)) {
    if (key === 'const') kept.enum = [member];
    else if (key === 'properties') kept.properties = membersOfOneKind(member as JsonObject);
    else if (key === 'examples') kept.examples = member;
    else if (key === 'content' && isObject(member) && REFUSED_BODY in member) continue;
    else if (key === 'prefixItems') kept.items = downgrade((member as Json[])[0]!);
    else if (!['propertyNames', 'anyOf', 'oneOf', 'type'].includes(key)) kept[key] = downgrade(member);
  }
  const kinds = kindsOf(value);
  if (kinds.length > 0) kept.type = realKinds(kinds).length === 1 ? realKinds(kinds)[0]! : 'string';
  if (kinds.includes('null')) kept.nullable = true;
  return kept;
}

/** A map of names to schemas: a member may be named `type` or `const` too. */
const membersOfOneKind = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, schema]) => !isObject(schema) || isOfOneKind(schema))
      .map(([name, schema]) => [name, downgrade(schema)]),
  );

/** What a member is where it is not null; undefined where it can be several things, or is never null. */
function onlyKindBesidesNull({ anyOf }: JsonObject): JsonObject | undefined {
  if (!Array.isArray(anyOf)) return undefined;
  const real = anyOf.filter(isObject).filter(({ type }) => type !== 'null');
  return real.length === 1 && real.length < anyOf.length ? real[0] : undefined;
}

/** A list is of the kind of its items. */
function isOfOneKind(schema: JsonObject): boolean {
  if ('$ref' in schema || 'enum' in schema || 'const' in schema) return true;
  const only = onlyKindBesidesNull(schema);
  if (only) return isOfOneKind(only);
  if (isObject(schema.items)) return isOfOneKind(schema.items);
  return realKinds(kindsOf(schema)).length === 1;
}

const realKinds = (kinds: readonly Json[]): Json[] => kinds.filter((kind) => kind !== 'null');

/** The types that a schema allows; empty where it names none itself. */
function kindsOf({ type, anyOf, oneOf }: JsonObject): readonly Json[] {
  const choices = anyOf ?? oneOf;
  if (Array.isArray(choices)) return choices.flatMap((schema) => (isObject(schema) ? kindsOf(schema) : []));
  if (type === undefined) return [];
  return Array.isArray(type) ? type : [type];
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
