import type { ObjectShape } from '../database/schema.ts';
import type { Vm } from '../run/vm.ts';
import { mapOf, setOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import { ApexList, ApexMap, ApexObject, ApexRecord, ApexSet, type ApexEnum, type Value } from '../values/values.ts';
import type { Library } from './signatures.ts';

interface Decision {
  records: ApexList;
  /** Names of removed fields by object. */
  removed: Map<string, Set<string>>;
}

const decision = (self: ApexObject): Decision => self.native as Decision;

/**
 * A copy without the fields that the user may not read or write. Fields of related records are checked too (aer-dist#367).
 * Ids stay (Apex Developer Guide, Enforce Security with the stripInaccessible Method).
 */
function stripped(vm: Vm, record: ApexRecord, access: string, removed: Decision['removed']): ApexRecord {
  const shape = vm.program.schema.get(record.type);
  const copy = new ApexRecord(record.type);
  copy.queried = record.queried;
  for (const [key, value] of record.fields) {
    const field = shape.field(key) ?? shape.relation(key);
    if (key !== 'id' && field && !isAllowed(vm, shape, field.name, access)) {
      removed.set(shape.name, (removed.get(shape.name) ?? new Set()).add(field.name));
      continue;
    }
    copy.fields.set(key, value instanceof ApexRecord ? stripped(vm, value, access, removed) : value);
  }
  return copy;
}

function isAllowed(vm: Vm, shape: ObjectShape, name: string, access: string): boolean {
  const field = shape.field(name);
  if (!field) return true;
  const rights = vm.ports.database.rights().field(shape, field);
  return access === 'READABLE' ? rights.read : rights.edit && !field.isReadOnly;
}

function strip(vm: Vm, access: ApexEnum, source: ApexList | null, checkObject: boolean): ApexObject {
  if (source === null) throw vm.nullPointer();
  const removed: Decision['removed'] = new Map();
  const [first] = source.items as [ApexRecord?];
  if (checkObject && first) {
    const rights = vm.ports.database.rights().object(vm.program.schema.get(first.type));
    const needed = {
      READABLE: rights.read,
      CREATABLE: rights.create,
      UPDATABLE: rights.edit,
      UPSERTABLE: rights.create && rights.edit,
    };
    if (!needed[access.name as keyof typeof needed])
      throw vm.error('NoAccessException', `No access to entity: ${first.type.name}`);
  }
  const records = new ApexList(
    source.type,
    source.items.map((item) => stripped(vm, item as ApexRecord, access.name, removed)),
  );
  return new ApexObject(vm.program.platformType('SObjectAccessDecision'), [], { records, removed } satisfies Decision);
}

/** Apex Reference Guide: Security, SObjectAccessDecision. */
export const security: Library = {
  signatures: `
    enum AccessType CREATABLE, READABLE, UPDATABLE, UPSERTABLE
    class SObjectAccessDecision
    List<SObject> getRecords()
    Map<String,Set<String>> getRemovedFields()
    class Security
    static SObjectAccessDecision stripInaccessible(AccessType,List<SObject>)
    static SObjectAccessDecision stripInaccessible(AccessType,List<SObject>,Boolean)`,
  code: {
    'SObjectAccessDecision.getRecords': (_vm, self: ApexObject) => decision(self).records,
    'SObjectAccessDecision.getRemovedFields': (_vm, self: ApexObject) => {
      const map = new ApexMap(mapOf(T.String, setOf(T.String)));
      for (const [object, names] of decision(self).removed) {
        const set = new ApexSet(
          setOf(T.String),
          new Map<unknown, Value>([...names].map((name) => [keyOf(name), name])),
        );
        map.entries.set(keyOf(object), [object, set]);
      }
      return map;
    },
    'Security.stripInaccessible': (vm, _self, access: ApexEnum, records: ApexList, checkObject = true) =>
      strip(vm, access, records, checkObject),
  },
};
