import { allocate } from '../compile/methods.ts';
import type { Vm } from '../run/vm.ts';
import { listOf, mapOf, setOf, T } from '../types/builtin.ts';
import { isNumber, toNumberType } from '../types/conversions.ts';
import type { Type } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import { ApexDecimal } from '../values/decimal.ts';
import { toId18 } from '../values/ids.ts';
import { parseDate, parseDatetime } from '../values/times.ts';
import {
  ApexList,
  ApexMap,
  ApexRecord,
  ApexSet,
  type ApexEnum,
  type ApexObject,
  type Thrown,
  type Value,
} from '../values/values.ts';
import type { ObjectShape } from '../database/schema.ts';
import { resultFromJson } from './database-results.ts';

/** Numbers keep their text, so that decimals and Longs are exact. */
class NumberText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Json = null | boolean | string | NumberText | Json[] | Map<string, Json>;

const fail = (vm: Vm, message: string): Thrown => vm.error('JSONException', message);

/** Tests read the same examples again and again. A parsed tree is never changed. */
const parsedTexts = new Map<string, Json>();
const MAX_PARSED_TEXTS = 100;

function parse(vm: Vm, text: string | null): Json {
  if (text === null) throw vm.nullPointer();
  if (!vm.test) return parseText(vm, text);
  const known = parsedTexts.get(text);
  if (known !== undefined) return known;
  const parsed = parseText(vm, text);
  if (parsedTexts.size >= MAX_PARSED_TEXTS) parsedTexts.clear();
  parsedTexts.set(text, parsed);
  return parsed;
}

/** Parses, and throws a JSONException for what is not JSON. */
function parsePlain(vm: Vm, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fail(vm, malformed(text, (cause as Error).message));
  }
}

/** Whether the text of every number is that of its JavaScript number, so that none has lost digits or trailing zeros. */
const keepsNumbers = (plain: unknown, text: string): boolean => JSON.stringify(plain) === text;

function parseText(vm: Vm, text: string): Json {
  let parsed: unknown;
  try {
    // The third parameter has the source text of a number (ECMAScript, JSON.parse source text access).
    const keepNumbers = (_key: string, value: unknown, context: { source?: string }): unknown =>
      typeof value === 'number' ? new NumberText(context.source ?? String(value)) : value;
    parsed = (JSON.parse as (text: string, reviver: typeof keepNumbers) => unknown)(text, keepNumbers);
  } catch (cause) {
    throw fail(vm, malformed(text, (cause as Error).message));
  }
  return toJson(parsed);
}

/** Begins as the platform's messages do (aer-dist#176); the rest of its wording is not known for all cases. */
function malformed(text: string, reason: string): string {
  const word = /^\s*([A-Za-z_]\w*)/.exec(text)?.[1];
  if (word && !['true', 'false', 'null'].includes(word)) {
    return `Malformed JSON: Unrecognized token '${word}': was expecting ('true', 'false' or 'null')`;
  }
  return `Malformed JSON: ${/end of JSON/i.test(reason) ? 'Unexpected end-of-input' : reason}`;
}

function toJson(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (value === null || typeof value !== 'object' || value instanceof NumberText) return value as Json;
  return new Map(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
}

/** Apex Reference Guide, JSON.deserializeUntyped; a number with a point is a Decimal, a large one a Long (unverified). */
function untyped(value: Json): Value {
  if (value instanceof NumberText) return numberOf(value.text);
  if (Array.isArray(value)) return new ApexList(listOf(T.Object), value.map(untyped));
  if (!(value instanceof Map)) return value;
  const map = new ApexMap(mapOf(T.String, T.Object));
  for (const [name, member] of value) map.entries.set(keyOf(name), [name, untyped(member)]);
  return map;
}

function numberOf(text: string): Value {
  if (!/^-?\d+$/.test(text)) return ApexDecimal.parse(text);
  const whole = BigInt(text);
  return whole === BigInt.asIntN(32, whole) ? Number(whole) : whole;
}

/** As `untyped`, of what `JSON.parse` returns. */
function untypedOf(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return numberOf(String(value));
  if (Array.isArray(value)) return new ApexList(listOf(T.Object), value.map(untypedOf));
  const map = new ApexMap(mapOf(T.String, T.Object));
  for (const [name, member] of Object.entries(value as object)) map.entries.set(keyOf(name), [name, untypedOf(member)]);
  return map;
}

/**
 * Reading numbers by their text takes about twice as long (5 instead of 2.5 ms for 36 KB of scores and reasons, on two shared cores),
 * and is needed only where a number would lose something.
 */
export function deserializeUntyped(vm: Vm, text: string | null): Value {
  if (text === null || vm.test) return untyped(parse(vm, text));
  const plain = parsePlain(vm, text);
  return keepsNumbers(plain, text) ? untypedOf(plain) : untyped(parse(vm, text));
}

export const deserialize = (vm: Vm, text: string | null, type: Type, strict: boolean): Value =>
  typed(vm, parse(vm, text), type, strict);

function typed(vm: Vm, value: Json, type: Type, strict: boolean): Value {
  if (value === null) return null;
  if (type === T.Object) return untyped(value);
  if (type.kind === 'list' || type.kind === 'set') return items(vm, value, type, strict);
  if (type.kind === 'map') return entries(vm, value, type, strict);
  if (type.kind === 'record') return record(vm, value, type, strict);
  if (type.kind === 'enum') return enumValue(vm, value, type);
  if (type.kind === 'class') return instance(vm, value, type, strict);
  return scalar(vm, value, type);
}

function scalar(vm: Vm, value: Json, type: Type): Value {
  if (value instanceof NumberText && isNumber(type)) {
    const number = ApexDecimal.parse(value.text);
    if (number && (type === T.Decimal || type === T.Double || number.scale === 0)) return toNumberType(number, type);
  }
  if (typeof value === 'boolean' && type === T.Boolean) return value;
  if (typeof value === 'string') {
    if (type === T.String) return value;
    const read =
      type === T.Id
        ? toId18(value)
        : type === T.Date
          ? parseDate(value)
          : type === T.Datetime
            ? parseDatetime(value)
            : null;
    if (read !== null) return read;
  }
  if (value instanceof NumberText && type === T.String) return value.text;
  throw fail(vm, `Invalid value for ${type.name}: ${value instanceof NumberText ? value.text : JSON.stringify(value)}`);
}

function items(vm: Vm, value: Json, type: Type, strict: boolean): Value {
  if (!Array.isArray(value)) throw fail(vm, `Malformed JSON: Expected '[' at the beginning of List/Set`);
  const list = value.map((item) => typed(vm, item, type.item, strict));
  if (type.kind === 'list') return new ApexList(type, list);
  return new ApexSet(setOf(type.item), new Map(list.map((item) => [keyOf(item), item])));
}

function requireMembers(vm: Vm, value: Json): Map<string, Json> {
  if (value instanceof Map) return value;
  throw fail(vm, `Malformed JSON: Expected '{' at the beginning of object`);
}

function entries(vm: Vm, value: Json, type: Type, strict: boolean): Value {
  const map = new ApexMap(type);
  for (const [name, member] of requireMembers(vm, value)) {
    const key = scalar(vm, name, type.key);
    map.entries.set(keyOf(key), [key, typed(vm, member, type.item, strict)]);
  }
  return map;
}

function record(vm: Vm, value: Json, type: Type, strict: boolean): Value {
  const members = requireMembers(vm, value);
  const shape = type === T.SObject ? objectOf(vm, members) : vm.program.schema.get(type);
  const result = new ApexRecord(shape.type);
  // Lists of children come before the fields (aer-dist#156).
  const isChild = ([name]: [string, Json]): boolean => vm.program.schema.childRelation(shape, name) !== null;
  const ordered = [...members].sort((left, right) => Number(isChild(right)) - Number(isChild(left)));
  for (const [name, member] of ordered) {
    if (name === 'attributes') continue;
    const relation = shape.relation(name);
    const target = relation ? vm.program.schema.find(relation.references ?? '') : null;
    const child = vm.program.schema.childRelation(shape, name);
    if (target) {
      result.fields.set(name.toLowerCase(), typed(vm, member, target.type, strict));
      continue;
    }
    if (child) {
      const records = requireMembers(vm, member).get('records') ?? [];
      result.fields.set(name.toLowerCase(), typed(vm, records, listOf(child.child.type), strict));
      continue;
    }
    const field = shape.field(name);
    if (!field) throw fail(vm, `No such column '${name}' on sobject of type ${shape.name}`);
    result.fields.set(field.name.toLowerCase(), typed(vm, member, field.type, strict));
  }
  return result;
}

/** The object that the attributes of a serialized record name. */
function objectOf(vm: Vm, members: Map<string, Json>): ObjectShape {
  const attributes = members.get('attributes');
  const name = attributes instanceof Map ? attributes.get('type') : null;
  const shape = typeof name === 'string' ? vm.program.schema.find(name) : null;
  if (!shape) throw fail(vm, 'Cannot determine the object of the record: there is no attributes.type');
  return shape;
}

function enumValue(vm: Vm, value: Json, type: Type): Value {
  const found = type.constants.find((constant) => (constant as ApexEnum).name === value);
  if (found) return found;
  throw fail(vm, `Invalid value for ${type.name}: ${String(value)}`);
}

/** Constructors do not run, initial values stay unset (unverified); unknown members are ignored unless strict. */
function instance(vm: Vm, value: Json, type: Type, strict: boolean): Value {
  const members = requireMembers(vm, value);
  if (!type.isUser) {
    const result = resultFromJson(vm, type, untyped(value) as ApexMap);
    if (result) return result;
    throw fail(vm, `Apex Type unsupported in JSON: ${type.name}`);
  }
  const object: ApexObject = allocate(vm.program.classOf(type));
  for (const [name, member] of members) {
    const field = type.findField(name);
    if (!field || field.isStatic || field.slot === undefined) {
      if (strict) throw fail(vm, `No such column '${name}' on ${type.name}`);
      continue;
    }
    object.slots[field.slot] = typed(vm, member, field.type, strict);
  }
  return object;
}
