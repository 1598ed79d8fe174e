import type { Expression } from '../parse/ast.ts';
import { T, listOf, mapOf } from '../types/builtin.ts';
import type { Field, Type } from '../types/type.ts';
import type { Vm } from '../run/vm.ts';
import type { ApexEnum, Value } from '../values/values.ts';
import { fieldToken, objectDescribe } from '../platform/schema-tokens.ts';
import type { ClassInfo } from './class-info.ts';
import { onlyRow } from './convert.ts';
import { recordField } from './records.ts';
import { SKIPPED, type Code, type Frame, type Scope } from './scope.ts';

/** What stands before a dot: a value, a type, or one of the names that only lead to others. */
export type Receiver = { code: Code } | { type: Type } | { space: 'system' | 'schema' | 'label' | 'sobjecttype' };

export function compileName(scope: Scope, node: Expression & { kind: 'name' }): Code {
  const code = findValue(scope, node.name, node.line);
  return code ?? scope.program.fail('apex_unknown', `There is no variable ${node.name}.`, scope.file, node.line);
}

/** A variable, or a field of the class or of its outer classes. */
function findValue(scope: Scope, name: string, line: number): Code | null {
  const variable = scope.find(name);
  if (variable) {
    const { slot, type } = variable;
    return {
      type,
      run: (frame) => frame.locals[slot] ?? null,
      assign: (frame, value) => void (frame.locals[slot] = value),
    };
  }
  for (let owner: ClassInfo | null = scope.owner; owner; owner = owner.outer) {
    const field = owner.type.findField(name);
    if (field?.isStatic) return staticField(scope, field, line);
    if (field && owner === scope.owner && !scope.isStatic)
      return instanceField(scope, field, (frame) => frame.self, line);
  }
  return null;
}

export function receiver(scope: Scope, node: Expression): Receiver {
  if (node.kind === 'name') {
    const code = findValue(scope, node.name, node.line);
    if (code) return { code };
    const named = classOrNamespace(scope, node.name);
    if (named) return named;
    return scope.program.fail('apex_unknown', `There is no ${node.name}.`, scope.file, node.line);
  }
  if (node.kind === 'field' && !node.safe) {
    const before = receiverOfField(scope, node);
    const name = node.name.toLowerCase();
    if ('space' in before && before.space === 'system' && name === 'label') return { space: 'label' };
    if ('space' in before && before.space === 'schema' && name === 'sobjecttype') return { space: 'sobjecttype' };
    if ('space' in before && (before.space === 'system' || before.space === 'schema')) {
      const type = scope.program.findType(`system.${name}`, null);
      if (type) return { type };
    }
    if ('type' in before) {
      // `Lead.Fields.Email` is `Lead.Email` (Apex Reference Guide, Database.upsert).
      if (before.type.kind === 'record' && name === 'fields') return before;
      const inner = before.type.inner.get(name) ?? scope.program.findType(`${before.type.name}.${name}`, null);
      if (inner && !before.type.findField(name)?.isStatic) return { type: inner };
    }
  }
  return { code: scope.expression(node) };
}

function classOrNamespace(scope: Scope, name: string): Receiver | null {
  const space = name.toLowerCase();
  const isSpace = space === 'system' || space === 'schema' || space === 'label';
  if (isSpace && !scope.program.findClass(space)) return { space };
  const type = scope.program.findType(name, scope.owner);
  return type ? { type } : null;
}

/**
 * A variable comes before a class or namespace of its name, which is meant where the variable has no such member (Apex Developer
 * Guide, Namespace, Class, and Variable Name Precedence).
 */
function receiverOfField(scope: Scope, node: Expression & { kind: 'field' }): Receiver {
  const before = receiver(scope, node.object);
  if (node.object.kind !== 'name' || !('code' in before) || valueMember(scope, before.code, node)) return before;
  return classOrNamespace(scope, node.object.name) ?? before;
}

export function compileField(scope: Scope, node: Expression & { kind: 'field' }): Code {
  const before = receiver(scope, node.object);
  if ('space' in before) return spaceMember(scope, before.space, node);
  if ('type' in before) return typeMember(scope, before.type, node);
  const code = valueMember(scope, before.code, node);
  if (code) return code;
  // A class is meant where the variable of its name has no such field (Namespace, Class, and Variable Name Precedence).
  const type = node.object.kind === 'name' ? scope.program.findType(node.object.name, scope.owner) : null;
  if (type) return typeMember(scope, type, node);
  return unknown(scope, before.code.type, node);
}

function unknown(scope: Scope, type: Type, node: Expression & { kind: 'field' }): never {
  return scope.program.fail('apex_unknown', `${type.name} has no ${node.name}.`, scope.file, node.line);
}

function valueMember(scope: Scope, object: Code, node: Expression & { kind: 'field' }): Code | null {
  const single: Code = object.isQuery ? { type: object.type.item, run: onlyRow(object) } : object;
  if (single.type.kind === 'record') {
    if (recordField(scope, single, node))
      return member(single, node.safe, (inner) => recordField(scope, inner, node) as Code);
  }
  const field = single.type.findField(node.name);
  if (!field || field.isStatic) return getterAsField(single, node);
  return member(single, node.safe, (inner) => instanceField(scope, field, inner.run, node.line));
}

/** Results and descriptions of the platform have their getters as fields too: `result.success`, `describe.length` (aer-dist#376). */
function getterAsField(object: Code, node: Expression & { kind: 'field' }): Code | null {
  const { type } = object;
  if (type.isUser || !/^(?:Database\.|Describe|PicklistEntry|RecordTypeInfo)/.test(type.name)) return null;
  const method = [`get${node.name}`, `is${node.name}`]
    .flatMap((name) => type.findMethods(name))
    .find(({ params, isStatic }) => params.length === 0 && !isStatic);
  if (!method) return null;
  return member(object, node.safe, (inner) => ({
    type: method.returns,
    run: (frame) => {
      const self = inner.run(frame);
      if (self === null) throw frame.vm.nullPointer();
      return method.invoke(frame.vm, self, []);
    },
  }));
}

/**
 * A member of a value. `a?.b().c` is null as a whole if `a` is null, and fails if `b()` is (Apex Developer Guide, Safe
 * Navigation Operator).
 */
export function member(object: Code, safe: boolean, build: (inner: Code) => Code): Code {
  const { chain } = object;
  if (!safe && !chain) return build(object);
  let held: Value = null;
  const { type, run, isParent } = build({
    type: object.type,
    run: () => held,
    ...(object.isParent ? { isParent: true } : {}),
  });
  const runChain = (frame: Frame): Value | typeof SKIPPED => {
    const value = chain ? chain(frame) : object.run(frame);
    if (value === SKIPPED || (value === null && safe)) return SKIPPED;
    held = value as Value;
    return run(frame);
  };
  return {
    type,
    run: (frame) => {
      const value = runChain(frame);
      return value === SKIPPED ? null : (value as Value);
    },
    chain: runChain,
    ...(isParent ? { isParent: true } : {}),
  };
}

function instanceField(scope: Scope, field: Field, object: (frame: Frame) => Value, line: number): Code {
  requireVisible(scope, field, line);
  const { get, set } = field;
  const self = (frame: Frame): Value => {
    const value = object(frame);
    if (value === null) throw frame.vm.nullPointer();
    return value;
  };
  return {
    type: field.type,
    run: (frame) => {
      if (!get) throw new Error(`${field.name} cannot be read`);
      return get(frame.vm, self(frame), []);
    },
    ...(set && canSet(scope, field) ? { assign: (frame, value) => void set(frame.vm, self(frame), [value]) } : {}),
  };
}

function staticField(scope: Scope, field: Field, line: number): Code {
  requireVisible(scope, field, line);
  const { get, set } = field;
  return {
    type: field.type,
    run: (frame) => (get ? get(frame.vm, null, []) : null),
    ...(set && canSet(scope, field) ? { assign: (frame, value) => void set(frame.vm, null, [value]) } : {}),
  };
}

const topOf = (type: Type): Type => (type.outer ? topOf(type.outer) : type);

function canSet(scope: Scope, field: Field): boolean {
  return !field.isSetPrivate || (scope.owner !== null && topOf(field.owner) === scope.owner.top.type);
}

/** A private member is visible in its outermost class, and with @TestVisible in test classes. */
export function requireVisible(
  scope: Scope,
  member: { owner: Type; name: string; isPrivate?: boolean; isTestVisible?: boolean },
  line: number,
): void {
  if (!member.isPrivate) return;
  const own = scope.owner && topOf(member.owner) === scope.owner.top.type;
  if (own || (member.isTestVisible && scope.owner?.isTest)) return;
  scope.program.fail('apex_type', `${member.owner.name}.${member.name} is not visible here.`, scope.file, line);
}

function spaceMember(scope: Scope, space: string, node: Expression & { kind: 'field' }): Code {
  const { program } = scope;
  if (space === 'label') return labelCode(scope, node);
  if (space === 'sobjecttype') {
    const object = program.schema.find(node.name);
    if (object) return objectDescribe(program, object);
  }
  return program.fail('apex_unknown', `There is no ${space}.${node.name}.`, scope.file, node.line);
}

function labelCode(scope: Scope, node: Expression & { kind: 'field' }): Code {
  const { name, line } = node;
  if (!scope.program.schema.labels.has(name.toLowerCase())) {
    scope.program.fail('apex_unknown', `There is no label ${name}.`, scope.file, line);
  }
  return { type: T.String, run: ({ vm }) => vm.ports.labels.find(name, vm.ports.database.userLanguage()) };
}

function typeMember(scope: Scope, type: Type, node: Expression & { kind: 'field' }): Code {
  const field = type.findField(node.name);
  if (field?.isStatic) return staticField(scope, field, node.line);
  if (type.kind === 'record') {
    const object = scope.program.schema.get(type);
    const declared = object.field(node.name);
    // ObjectPermissions has a field of this name (aer-dist#189).
    if (!declared && node.name.toLowerCase() === 'sobjecttype') return objectDescribe(scope.program, object, 'token');
    if (declared) {
      const token = fieldToken(scope.program, object, declared);
      return { type: token.type, run: () => token };
    }
  }
  if (type.name === 'Trigger') return triggerVariable(scope, node);
  return unknown(scope, type, node);
}

/** `BEFORE_INSERT` and so on; null outside of a trigger. */
function operationType({ program, triggerContext }: Vm): Value {
  if (!triggerContext) return null;
  const when = triggerContext['isbefore'] === true ? 'BEFORE' : 'AFTER';
  const what = ['insert', 'update', 'delete', 'undelete'].find((event) => triggerContext[`is${event}`] === true);
  const name = `${when}_${(what ?? '').toUpperCase()}`;
  const { constants } = program.platformType('TriggerOperation');
  return constants.find((constant) => (constant as ApexEnum).name === name) ?? null;
}

/** Trigger context variables (Apex Developer Guide). */
function triggerVariable(scope: Scope, node: Expression & { kind: 'field' }): Code {
  const name = node.name.toLowerCase();
  const record = scope.triggerObject ?? T.SObject;
  const types: Record<string, Type> = {
    new: listOf(record),
    old: listOf(record),
    newmap: mapOf(T.Id, record),
    oldmap: mapOf(T.Id, record),
    isinsert: T.Boolean,
    isupdate: T.Boolean,
    isdelete: T.Boolean,
    isundelete: T.Boolean,
    isbefore: T.Boolean,
    isafter: T.Boolean,
    isexecuting: T.Boolean,
    size: T.Integer,
    operationtype: scope.program.platformType('TriggerOperation'),
  };
  const type = types[name];
  if (!type) return unknown(scope, scope.program.platformType('Trigger'), node);
  if (name === 'operationtype') return { type, run: ({ vm }) => operationType(vm) };
  return { type, run: ({ vm }) => vm.triggerContext?.[name] ?? (name === 'isexecuting' ? false : null) };
}
