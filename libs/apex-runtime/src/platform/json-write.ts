import type { Vm } from '../run/vm.ts';
import { ApexDecimal } from '../values/decimal.ts';
import { listOf, T } from '../types/builtin.ts';
import { isoDate, textOf } from '../values/text.ts';
import {
  ApexBlob,
  ApexDate,
  ApexDatetime,
  ApexDouble,
  ApexEnum,
  ApexList,
  ApexMap,
  ApexObject,
  ApexRecord,
  ApexSet,
  ApexTypeToken,
  type Value,
} from '../values/values.ts';

type Members = [string, Value][];

/** Maps keep the order of insertion (aer-dist#173); instances have their variables in the order of the source. */
export function serialize(vm: Vm, value: Value, withoutNulls: boolean): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof ApexDecimal) return value.toString();
  if (value instanceof ApexDouble) return textOf(value);
  if (value instanceof ApexDatetime) return JSON.stringify(new Date(value.time).toISOString());
  if (value instanceof ApexDate) return JSON.stringify(isoDate(value));
  if (value instanceof ApexBlob) return JSON.stringify(btoa(value.text));
  if (value instanceof ApexEnum) return JSON.stringify(value.name);
  if (value instanceof ApexTypeToken) throw vm.error('JSONException', 'Type cannot be serialized: System.Type');
  if (value instanceof ApexList) return `[${value.items.map((item) => serialize(vm, item, withoutNulls)).join(',')}]`;
  if (value instanceof ApexSet) {
    return `[${[...value.items.values()].map((item) => serialize(vm, item, withoutNulls)).join(',')}]`;
  }
  const written = membersOf(vm, value)
    .filter(([, member]) => !withoutNulls || member !== null)
    .map(([name, member]) => `${JSON.stringify(name)}:${serialize(vm, member, withoutNulls)}`);
  if (value instanceof ApexRecord) written.unshift(attributes(vm, value));
  return `{${written.join(',')}}`;
}

export const serializePretty = (vm: Vm, value: Value, withoutNulls: boolean): string =>
  JSON.stringify(JSON.parse(serialize(vm, value, withoutNulls)), null, 2).replaceAll('": ', '" : ');

function attributes(vm: Vm, record: ApexRecord): string {
  const name = vm.program.schema.get(record.type).name;
  const url = record.id === null ? '' : `,"url":"/services/data/v68.0/sobjects/${name}/${record.id}"`;
  return `"attributes":{"type":"${name}"${url}}`;
}

function membersOf(vm: Vm, value: Value): Members {
  if (value instanceof ApexMap) return [...value.entries.values()].map(([key, item]) => [textOf(key), item]);
  if (value instanceof ApexRecord) {
    const shape = vm.program.schema.get(value.type);
    return [...value.fields].map(([key, field]) => [vm.program.schema.memberName(shape, key), field]);
  }
  if (value instanceof ApexObject && value.type.isUser) return instanceMembers(vm, value);
  if (value instanceof ApexObject && isResult(value)) return resultMembers(value);
  if (value instanceof ApexObject && typeof (value.native as { text?: unknown } | null)?.text === 'string') {
    throw vm.error('JSONException', `Type cannot be serialized: ${value.type.name}`);
  }
  throw vm.error('JSONException', `${textOf(value)} cannot be serialized by this runtime`);
}

const isResult = ({ type }: ApexObject): boolean => /^Database\.(?:\w+Result|Error)$/.test(type.name);

/** Results of DML have their getters as members (known; the order is unverified). */
function resultMembers({ type, native }: ApexObject): Members {
  const state = native as Record<string, Value>;
  const errors = state['errors'] as unknown;
  if (type.name === 'Database.Error') {
    const { message, status, fields } = native as { message: string; status: string; fields: string[] };
    return [
      ['message', message],
      ['fields', new ApexList(listOf(T.String), fields)],
      ['statusCode', status],
    ];
  }
  const others = Object.entries(state).filter(([name]) => !['success', 'id', 'errors'].includes(name));
  return [
    ...others,
    ['success', state['success'] ?? null],
    ['id', state['id'] ?? null],
    ['errors', new ApexList(listOf(T.Object), Array.isArray(errors) ? (errors as Value[]) : [])],
  ];
}

/** Instance variables that are not transient, first those of the parent (order between classes: unverified). */
function instanceMembers(vm: Vm, object: ApexObject): Members {
  const members: Members = [];
  for (let { type } = object; type.isUser; type = type.superType) {
    const own: Members = [];
    for (const field of type.fields.values()) {
      if (field.isStatic || field.isTransient || !field.get) continue;
      own.push([field.name, field.get(vm, object, [])]);
    }
    members.unshift(...own);
    if (!type.superType) break;
  }
  return members;
}
