import { readRecord, requireField } from '../compile/records.ts';
import type { ObjectShape } from '../database/schema.ts';
import type { Vm } from '../run/vm.ts';
import { isInstance, toNumberType, isNumber, typeOfValue } from '../types/conversions.ts';
import { listOf, mapOf, T } from '../types/builtin.ts';
import { keyOf } from '../values/compare.ts';
import { errorObject } from './database-results.ts';
import { ApexList, ApexMap, type ApexObject, ApexRecord, type Value } from '../values/values.ts';
import { objectToken, type FieldState } from './schema-tokens.ts';
import type { Library } from './signatures.ts';

const nameOf = (field: string | ApexObject): string =>
  typeof field === 'string' ? field : (field.native as FieldState).field.name;

/** A token belongs to one object (aer-dist#137). */
function requireOwn(vm: Vm, shape: ObjectShape, field: string | ApexObject): void {
  if (typeof field === 'string') return;
  const state = field.native as FieldState;
  if (state.shape === shape) return;
  throw vm.error(
    'SObjectException',
    `${state.shape.name}.${state.field.name} does not belong to SObject type ${shape.name}`,
  );
}

function get(vm: Vm, self: ApexRecord, field: string | ApexObject | null): Value {
  if (field === null) throw vm.nullPointer();
  const shape = vm.program.schema.get(self.type);
  requireOwn(vm, shape, field);
  const { name } = requireField(vm, shape, nameOf(field));
  return readRecord(vm, self, shape, name.toLowerCase(), name);
}

function put(vm: Vm, self: ApexRecord, field: string | ApexObject, value: Value): Value {
  requireOwn(vm, vm.program.schema.get(self.type), field);
  const declared = requireField(vm, vm.program.schema.get(self.type), nameOf(field));
  const { type } = declared;
  const own = typeOfValue(value);
  const converted = isNumber(own) && isNumber(type) ? toNumberType(value, type) : value;
  if (value !== null && !isInstance(converted, type)) {
    throw vm.error('SObjectException', `Illegal assignment from ${own.name} to ${type.name}`);
  }
  const key = declared.name.toLowerCase();
  const before = self.fields.get(key) ?? null;
  self.fields.set(key, converted);
  return before;
}

function clone(self: ApexRecord, keepId = false): ApexRecord {
  const copy = new ApexRecord(self.type, new Map(self.fields));
  copy.queried = self.queried;
  if (!keepId) copy.fields.delete('id');
  return copy;
}

function populated(vm: Vm, self: ApexRecord): ApexMap {
  const map = new ApexMap(mapOf(T.String, T.Object));
  const shape = vm.program.schema.get(self.type);
  for (const [key, value] of self.fields) {
    const name = vm.program.schema.memberName(shape, key);
    map.entries.set(keyOf(name), [name, value]);
  }
  return map;
}

/** The records of a subquery; null without any (aer-dist#351 for an unknown name). */
function getChildren(vm: Vm, self: ApexRecord, name: string): Value {
  const shape = vm.program.schema.get(self.type);
  if (!vm.program.schema.childRelation(shape, name)) {
    throw vm.error('SObjectException', `Invalid aggregate relationship ${name} for ${shape.name}`);
  }
  const found = self.fields.get(name.toLowerCase());
  return found instanceof ApexList && found.items.length > 0 ? found : null;
}

/** Apex Reference Guide: SObject Class, AggregateResult. */
export const records: Library = {
  signatures: `
    class SObject
    Object get(String)
    Object get(SObjectField)
    Object put(String,Object)
    Object put(SObjectField,Object)
    Id getId()
    SObject getSObject(String)
    SObjectType getSObjectType()
    Map<String,Object> getPopulatedFieldsAsMap()
    Boolean isSet(String)
    Boolean isSet(SObjectField)
    SObject getSObject(SObjectField)
    List<SObject> getSObjects(String)
    SObject putSObject(String,SObject)
    Boolean hasErrors()
    List<Database.Error> getErrors()
    void clear()
    void addError(Exception)
    void addError(String,Boolean)
    void addError(SObjectField,String,Boolean)
    SObject clone()
    SObject clone(Boolean)
    SObject clone(Boolean,Boolean)
    SObject clone(Boolean,Boolean,Boolean,Boolean)
    void addError(String)
    void addError(SObjectField,String)
    void addError(String,String)
    class AggregateResult
    Object get(String)
    Map<String,Object> getPopulatedFieldsAsMap()`,
  code: {
    'SObject.get': get,
    'SObject.put': put,
    'SObject.getId': (_vm, self: ApexRecord) => self.id,
    'SObject.getSObject': (_vm, self: ApexRecord, name: string) => self.fields.get(name.toLowerCase()) ?? null,
    'SObject.getSObjectType': (vm, self: ApexRecord) => objectToken(vm.program, vm.program.schema.get(self.type)),
    'SObject.getPopulatedFieldsAsMap': populated,
    'SObject.isSet': (vm, self: ApexRecord, field: string | ApexObject) => {
      const name = nameOf(field);
      return self.fields.has((vm.program.schema.get(self.type).field(name)?.name ?? name).toLowerCase());
    },
    'SObject.getSObject(SObjectField)': (_vm, self: ApexRecord, field: ApexObject) =>
      self.fields.get(((field.native as FieldState).field.relationship ?? '').toLowerCase()) ?? null,
    'SObject.getSObjects': getChildren,
    'SObject.putSObject': (_vm, self: ApexRecord, name: string, value: Value) => {
      const before = self.fields.get(name.toLowerCase()) ?? null;
      self.fields.set(name.toLowerCase(), value);
      return before;
    },
    'SObject.hasErrors': (_vm, self: ApexRecord) => self.errors.length > 0,
    'SObject.getErrors': (vm, self: ApexRecord) =>
      new ApexList(
        listOf(vm.program.platformType('Database.Error')),
        self.errors.map(({ message, field }) =>
          errorObject(vm, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, field ? [field] : []),
        ),
      ),
    'SObject.clear': (_vm, self: ApexRecord) => self.fields.clear(),
    'SObject.addError(Exception)': (_vm, self: ApexRecord, failure: ApexObject) =>
      void self.errors.push({ message: (failure.native as { message: string | null }).message ?? '', field: null }),
    // The last parameter says whether HTML in the message is escaped (aer-dist#190); it changes nothing here.
    'SObject.addError(String,Boolean)': (_vm, self: ApexRecord, message: string) =>
      void self.errors.push({ message, field: null }),
    'SObject.addError(SObjectField,String,Boolean)': (_vm, self: ApexRecord, field: ApexObject, message: string) =>
      void self.errors.push({ message, field: nameOf(field) }),
    'SObject.clone': (_vm, self: ApexRecord, keepId?: boolean) => clone(self, keepId),
    // The save reads the errors of a record after the triggers (Apex Developer Guide, Trigger Exceptions).
    'SObject.addError': (_vm, self: ApexRecord, first: string | ApexObject, second?: string) =>
      void self.errors.push(
        second === undefined ? { message: first as string, field: null } : { message: second, field: nameOf(first) },
      ),
    'AggregateResult.getPopulatedFieldsAsMap': (_vm, self: ApexObject) => {
      const map = new ApexMap(mapOf(T.String, T.Object));
      for (const [name, value] of self.native as Map<string, Value>) map.entries.set(keyOf(name), [name, value]);
      return map;
    },
    'AggregateResult.get': (vm, self: ApexObject, name: string) => {
      const values = self.native as Map<string, Value>;
      const value = values.get(name.toLowerCase());
      if (value === undefined) throw vm.error('SObjectException', `Invalid field ${name} for AggregateResult`);
      return value;
    },
  },
};
