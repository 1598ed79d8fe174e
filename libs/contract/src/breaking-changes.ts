/** An OpenAPI document as plain JSON. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/**
 * The changes of a document that break clients of the released one: a removed operation, response or member; a request
 * that requires more or accepts less; a response that guarantees less or has a new choice.
 */
export function breakingChanges(released: Json, current: Json): string[] {
  const found: string[] = [];
  const [before, after] = [object(released), object(current)];
  for (const [path, item] of Object.entries(object(before.paths))) {
    for (const [method, operation] of Object.entries(object(item))) {
      const now = object(object(after.paths)[path])[method];
      const at = `${method.toUpperCase()} ${path}`;
      if (!isObject(now)) found.push(`${at} was removed`);
      else found.push(...operationChanges(at, object(operation), now, before, after));
    }
  }
  return found;
}

function operationChanges(
  at: string,
  before: JsonObject,
  after: JsonObject,
  was: JsonObject,
  is: JsonObject,
): string[] {
  const found: string[] = [];
  const compare = (place: string, role: Role, old: Json | undefined, now: Json | undefined) =>
    found.push(...schemaChanges(place, role, { schema: old, root: was }, { schema: now, root: is }, new Set()));
  const body = (operation: JsonObject) => contentSchema(object(operation.requestBody), 'application/json');
  if (before.requestBody) compare(`${at} request`, 'request', body(before), body(after));
  for (const [status, response] of Object.entries(object(before.responses))) {
    const now = object(after.responses)[status];
    if (!isObject(now)) found.push(`${at} no longer responds with ${status}`);
    for (const type of Object.keys(object(object(response).content))) {
      compare(`${at} ${status}`, 'response', contentSchema(object(response), type), contentSchema(object(now), type));
    }
  }
  const required = (operation: JsonObject) =>
    list(operation.parameters).flatMap((each) => (object(each).required === true ? [String(object(each).name)] : []));
  for (const name of required(after)) {
    if (!required(before).includes(name)) found.push(`${at} requires the parameter ${name}`);
  }
  return found;
}

const contentSchema = (holder: JsonObject, type: string): Json | undefined =>
  object(object(holder.content)[type]).schema;

type Role = 'request' | 'response';
interface Side {
  readonly schema: Json | undefined;
  readonly root: JsonObject;
}

function schemaChanges(at: string, role: Role, old: Side, now: Side, seen: Set<string>): string[] {
  const [before, after] = [resolved(old), resolved(now)];
  const mark = `${at} ${JSON.stringify(old.schema)}`;
  if (seen.has(mark)) return [];
  seen.add(mark);
  const found = [...kindChanges(at, role, before, after), ...memberChanges(at, role, before, after)];
  for (const [name, member] of Object.entries(object(before.properties))) {
    const current = object(after.properties)[name];
    if (current === undefined) continue;
    const [was, is] = [
      { schema: member, root: old.root },
      { schema: current, root: now.root },
    ];
    found.push(...schemaChanges(`${at}.${name}`, role, was, is, seen));
  }
  if (before.items) {
    const [was, is] = [
      { schema: before.items, root: old.root },
      { schema: after.items, root: now.root },
    ];
    found.push(...schemaChanges(`${at}[]`, role, was, is, seen));
  }
  return found;
}

function kindChanges(at: string, role: Role, before: JsonObject, after: JsonObject): string[] {
  const found: string[] = [];
  // A response of any type that now has one type does not break its readers.
  const isTypedNow = role === 'response' && before.type === undefined;
  if (!isTypedNow && JSON.stringify(before.type) !== JSON.stringify(after.type)) found.push(`${at} has another type`);
  const [choices, nowChoices] = [list(before.enum), list(after.enum)];
  const lost = role === 'request' ? missing(choices, nowChoices) : missing(nowChoices, choices);
  if (choices.length > 0 && lost.length > 0) {
    found.push(`${at} ${role === 'request' ? 'no longer accepts' : 'may now be'} ${lost.join(', ')}`);
  }
  for (const limit of ['maxItems', 'maxLength', 'maximum'] as const) {
    if (role === 'request' && Number(after[limit] ?? Infinity) < Number(before[limit] ?? Infinity)) {
      found.push(`${at} has a lower ${limit}`);
    }
  }
  return found;
}

function memberChanges(at: string, role: Role, before: JsonObject, after: JsonObject): string[] {
  const removed = missing(Object.keys(object(before.properties)), Object.keys(object(after.properties)));
  const found = removed.map((name) => `${at}.${String(name)} was removed`);
  const [required, nowRequired] = [list(before.required), list(after.required)];
  if (role === 'request') found.push(...missing(nowRequired, required).map((name) => `${at} requires ${String(name)}`));
  else
    found.push(
      ...missing(missing(required, nowRequired), removed).map((name) => `${at} no longer guarantees ${String(name)}`),
    );
  return found;
}

/** The elements of `all` that are not among `others`. */
const missing = (all: readonly Json[], others: readonly Json[]): Json[] => all.filter((each) => !others.includes(each));

function resolved({ schema, root }: Side): JsonObject {
  const at = object(schema);
  if (typeof at.$ref !== 'string') return at;
  const target = at.$ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((holder, key) => object(holder)[key], root);
  return object(target);
}
