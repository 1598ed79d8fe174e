/** What of an OpenAPI document matters to those who call: plain JSON. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const list = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/**
 * How a document breaks clients of the one that was released: an operation, answer or member that is gone, a request
 * that asks for more or takes less, an answer that promises less or says what was not among its choices.
 */
export function breakingChanges(released: Json, current: Json): string[] {
  const found: string[] = [];
  const [before, after] = [object(released), object(current)];
  for (const [path, item] of Object.entries(object(before.paths))) {
    for (const [method, operation] of Object.entries(object(item))) {
      const now = object(object(after.paths)[path])[method];
      const at = `${method.toUpperCase()} ${path}`;
      if (!isObject(now)) found.push(`${at} is gone`);
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
  for (const [status, answer] of Object.entries(object(before.responses))) {
    const now = object(after.responses)[status];
    if (!isObject(now)) found.push(`${at} answers ${status} no more`);
    for (const type of Object.keys(object(object(answer).content))) {
      compare(`${at} ${status}`, 'answer', contentSchema(object(answer), type), contentSchema(object(now), type));
    }
  }
  const required = (operation: JsonObject) =>
    list(operation.parameters).flatMap((each) => (object(each).required === true ? [String(object(each).name)] : []));
  for (const name of required(after)) {
    if (!required(before).includes(name)) found.push(`${at} asks for the parameter ${name}`);
  }
  return found;
}

const contentSchema = (holder: JsonObject, type: string): Json | undefined =>
  object(object(holder.content)[type]).schema;

type Role = 'request' | 'answer';
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
  // An answer that could be anything and now says what it is asks nothing new of those who read it.
  const isSaidNow = role === 'answer' && before.type === undefined;
  if (!isSaidNow && JSON.stringify(before.type) !== JSON.stringify(after.type)) found.push(`${at} has another type`);
  const [choices, nowChoices] = [list(before.enum), list(after.enum)];
  const strayed = role === 'request' ? missing(choices, nowChoices) : missing(nowChoices, choices);
  if (choices.length > 0 && strayed.length > 0) {
    found.push(`${at} ${role === 'request' ? 'takes no more' : 'may now be'} ${strayed.join(', ')}`);
  }
  for (const limit of ['maxItems', 'maxLength', 'maximum'] as const) {
    if (role === 'request' && Number(after[limit] ?? Infinity) < Number(before[limit] ?? Infinity)) {
      found.push(`${at} has a lower ${limit}`);
    }
  }
  return found;
}

function memberChanges(at: string, role: Role, before: JsonObject, after: JsonObject): string[] {
  const gone = missing(Object.keys(object(before.properties)), Object.keys(object(after.properties)));
  const found = gone.map((name) => `${at}.${String(name)} is gone`);
  const [asked, nowAsked] = [list(before.required), list(after.required)];
  if (role === 'request') found.push(...missing(nowAsked, asked).map((name) => `${at} asks for ${String(name)}`));
  else found.push(...missing(missing(asked, nowAsked), gone).map((name) => `${at} promises ${String(name)} no more`));
  return found;
}

/** What of `all` is not among `others`. */
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
