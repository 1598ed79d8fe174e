import type { Vm } from '../run/vm.ts';
import { ApexError } from '../errors.ts';
import type { ClassNode } from '../parse/ast.ts';
import type { Field, Type } from '../types/type.ts';
import { ApexDecimal } from '../values/decimal.ts';
import { isoDate, textOf } from '../values/text.ts';
import {
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnum,
  ApexList,
  ApexMap,
  ApexObject,
  ApexRecord,
  ApexSet,
  type Value,
} from '../values/values.ts';

export const AURA_ENABLED = 'auraenabled';

/**
 * What a component receives for the result of a method: of an instance only members with @AuraEnabled (Lightning Aura Components
 * Developer Guide, Returning Data from an Apex Server-Side Controller), and no member and no item that is null (the JSON encoder
 * of the open-source Aura framework leaves them out by default; no document found).
 */
export function auraJson(vm: Vm, value: Value): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value;
  if (typeof value === 'bigint' || value instanceof ApexDecimal) return Number(String(value));
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof ApexDatetime) return new Date(value.time).toISOString();
  if (value instanceof ApexDate) return isoDate(value);
  if (value instanceof ApexEnum) return value.name;
  if (value instanceof ApexList) return items(vm, value.items);
  if (value instanceof ApexSet) return items(vm, value.items.values());
  if (value instanceof ApexMap) {
    return members(
      vm,
      [...value.entries.values()].map(([key, item]) => [textOf(key), item]),
    );
  }
  if (value instanceof ApexRecord) {
    const shape = vm.program.schema.get(value.type);
    return members(
      vm,
      [...value.fields].map(([name, field]) => [vm.program.schema.memberName(shape, name), field]),
    );
  }
  if (value instanceof ApexObject && value.type.isUser) return members(vm, enabledMembers(vm, value));
  throw new ApexError('apex_not_supported', `${textOf(value)} cannot be returned to a component.`, 'Aura', 0);
}

const items = (vm: Vm, values: Iterable<Value>): unknown[] =>
  [...values].filter((item) => item !== null).map((item) => auraJson(vm, item));

function members(vm: Vm, entries: [string, Value][]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, item] of entries) if (item !== null) found[name] = auraJson(vm, item);
  return found;
}

function enabledMembers(vm: Vm, object: ApexObject): [string, Value][] {
  return enabledFields(vm, object.type).map((field) => [field.name, field.get?.(vm, object, []) ?? null]);
}

const enabledByType = new WeakMap<Type, Field[]>();

/** Those of the parents first. */
function enabledFields(vm: Vm, own: Type): Field[] {
  const known = enabledByType.get(own);
  if (known) return known;
  const found: Field[] = [];
  for (let type: Type | null = own; type?.isUser; type = type.superType) {
    const names = enabledNames(vm.program.classOf(type).node);
    found.unshift(
      ...[...type.fields.values()].filter(({ name, isStatic, get }) => !isStatic && get && names.has(name)),
    );
  }
  enabledByType.set(own, found);
  return found;
}

function enabledNames(node: ClassNode): Set<string> {
  return new Set(
    node.members.flatMap((member) => {
      if (member.kind !== 'field' && member.kind !== 'property') return [];
      if (!member.modifiers.annotations.includes(AURA_ENABLED)) return [];
      return [member.kind === 'field' ? member.variable.name : member.name];
    }),
  );
}

/**
 * What a component sends for a parameter, without what an instance does not take: of a class only properties with @AuraEnabled and
 * a set accessor are filled (known).
 */
export function acceptedJson(vm: Vm, type: Type, json: unknown): unknown {
  if (json === null || json === undefined) return null;
  if (Array.isArray(json)) return json.map((item) => (type.kind === 'list' ? acceptedJson(vm, type.item, item) : item));
  if (typeof json !== 'object') return json;
  const entries = Object.entries(json);
  if (type.kind === 'map')
    return Object.fromEntries(entries.map(([key, item]) => [key, acceptedJson(vm, type.item, item)]));
  if (!type.isUser) return json;
  const settable = settableTypes(vm, type);
  return Object.fromEntries(
    entries.flatMap(([name, item]) => {
      const of = settable.get(name);
      return of ? [[name, acceptedJson(vm, of, item)]] : [];
    }),
  );
}

function settableTypes(vm: Vm, own: Type): Map<string, Type> {
  const types = new Map<string, Type>();
  for (let type: Type | null = own; type?.isUser; type = type.superType) {
    for (const member of vm.program.classOf(type).node.members) {
      if (member.kind !== 'property' || !member.set || !member.modifiers.annotations.includes(AURA_ENABLED)) continue;
      const field = type.findField(member.name);
      if (field && !types.has(member.name)) types.set(member.name, field.type);
    }
  }
  return types;
}
