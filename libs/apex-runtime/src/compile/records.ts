import type { Expression } from '../parse/ast.ts';
import type { FieldShape, ObjectShape } from '../database/schema.ts';
import { listOf, T } from '../types/builtin.ts';
import { ApexList, type ApexRecord, type Thrown, type Value } from '../values/values.ts';
import type { Code, Frame, Scope } from './scope.ts';
import type { Vm } from '../run/vm.ts';

/** A field of a record, or the record that a lookup points at: `Parent.Profile`. */
export function recordField(scope: Scope, object: Code, node: Expression & { kind: 'field' }): Code | null {
  if (object.type === T.SObject) return node.name.toLowerCase() === 'id' ? idField(object) : null;
  const shape = scope.program.schema.get(object.type);
  const relation = shape.field(node.name) ? null : shape.relation(node.name);
  if (relation) {
    const target = scope.program.schema.find(relation.references ?? '');
    if (!target) return null;
    const key = (relation.relationship ?? node.name).toLowerCase();
    return {
      type: target.type,
      isParent: true,
      run: (frame) => readField(frame, object, shape, key, node.name),
      assign: (frame, value) => void recordOf(frame, object).fields.set(key, value),
    };
  }
  const field = shape.field(node.name);
  if (!field) return childList(scope, object, shape, node.name);
  const key = field.name.toLowerCase();
  return {
    type: field.type,
    run: (frame) => readField(frame, object, shape, key, field.name),
    // An id may be given to a record in memory (known).
    ...(field.isReadOnly && key !== 'id'
      ? {}
      : { assign: (frame, value) => void recordOf(frame, object).fields.set(key, value) }),
  };
}

/** `account.Contacts`; a record in memory has an empty list (known). */
function childList(scope: Scope, object: Code, shape: ObjectShape, name: string): Code | null {
  const relation = scope.program.schema.childRelation(shape, name);
  if (!relation) return null;
  const type = listOf(relation.child.type);
  return {
    type,
    run: (frame) => {
      const record = recordOf(frame, object);
      const found = record.fields.get(name.toLowerCase());
      if (found !== undefined) return found;
      if (!record.queried) return new ApexList(type);
      throw notQueried(frame.vm, shape, name);
    },
  };
}

const idField = (object: Code): Code => ({
  type: T.Id,
  run: (frame) => recordOf(frame, object).id,
  assign: (frame, value) => void recordOf(frame, object).fields.set('id', value),
});

function readField(frame: Frame, object: Code, shape: ObjectShape, key: string, name: string): Value {
  if (!object.isParent) return readRecord(frame.vm, recordOf(frame, object), shape, key, name);
  const record = object.run(frame) as ApexRecord | null;
  return record === null ? null : readRecord(frame.vm, record, shape, key, name);
}

function recordOf(frame: Frame, object: Code): ApexRecord {
  const record = object.run(frame);
  if (record === null) throw frame.vm.nullPointer();
  return record as ApexRecord;
}

/** @throws SObjectException for a field that the query did not select */
export function readRecord(vm: Vm, record: ApexRecord, shape: ObjectShape, key: string, name: string): Value {
  const value = record.fields.get(key);
  if (value !== undefined && value !== null) return value;
  // A checkbox that was not set reads as false (known).
  if (value === null || !record.queried) return shape.field(key)?.type === T.Boolean ? false : null;
  if (key === 'id') return null;
  throw notQueried(vm, shape, name);
}

const notQueried = (vm: Vm, shape: ObjectShape, name: string): Thrown =>
  vm.error(
    'SObjectException',
    `SObject row was retrieved via SOQL without querying the requested field: ${shape.name}.${name}`,
  );

/** The field of this name. @throws SObjectException if the object has none */
export function requireField(vm: Vm, shape: ObjectShape, name: string): FieldShape {
  const field = shape.field(name);
  if (!field) throw vm.error('SObjectException', `Invalid field ${name} for ${shape.name}`);
  return field;
}
