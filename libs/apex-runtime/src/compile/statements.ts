import type { Statement } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import { distance, isInstance } from '../types/conversions.ts';
import type { Type } from '../types/type.ts';
import { isEqual } from '../values/compare.ts';
import { ApexEnum, ApexList, ApexObject, ApexSet, Thrown, type Value } from '../values/values.ts';
import { runStatementDml } from '../database/dml.ts';
import type { FieldShape } from '../database/schema.ts';
import { GENERIC_UPSERT, keyProblem } from '../database/upsert.ts';
import { runAs } from '../apex-tests/run-as.ts';
import { compileCondition, convert } from './convert.ts';
import {
  BREAK,
  CONTINUE,
  NORMAL,
  RETURN,
  countLine,
  type Frame,
  type Run,
  type RunStatement,
  type Scope,
} from './scope.ts';

export function compileBlock(scope: Scope, body: Statement[]): RunStatement {
  const inner = scope.child();
  const statements = body.map((statement) => compileStatement(inner, statement));
  if (statements.length === 1) return statements[0] as RunStatement;
  return (frame) => {
    for (const statement of statements) {
      const end = statement(frame);
      if (end !== NORMAL) return end;
    }
    return NORMAL;
  };
}

function compileStatement(scope: Scope, node: Statement): RunStatement {
  if (node.kind === 'block') return compileBlock(scope, node.body);
  const run = compileInner(scope, node);
  const slot = scope.program.lineSlot(scope.file, node.line);
  const { line } = node;
  return (frame) => {
    frame.vm.step(slot, line);
    return run(frame);
  };
}

function compileInner(scope: Scope, node: Exclude<Statement, { kind: 'block' }>): RunStatement {
  switch (node.kind) {
    case 'variables':
      return compileVariables(scope, node);
    case 'expression': {
      if (!['call', 'assign', 'step', 'new'].includes(node.expression.kind))
        scope.program.fail('apex_type', 'Expression cannot be a statement.', scope.file, node.line);
      const { run } = scope.expression(node.expression);
      return (frame) => {
        run(frame);
        return NORMAL;
      };
    }
    case 'if':
      return compileIf(scope, node);
    case 'while':
      return compileWhile(scope, node);
    case 'for':
      return compileFor(scope.child(), node);
    case 'forEach':
      return compileForEach(scope.child(), node);
    case 'switch':
      return compileSwitch(scope, node);
    case 'try':
      return compileTry(scope, node);
    case 'return':
      return compileReturn(scope, node);
    case 'throw':
      return compileThrow(scope, node);
    case 'break':
      return () => BREAK;
    case 'continue':
      return () => CONTINUE;
    case 'dml': {
      const { run, type } = scope.expression(node.records);
      const { operation } = node;
      const key = upsertKey(scope, node, type);
      const mode = node.mode ?? scope.program.defaultMode(scope.file);
      return (frame) => {
        runStatementDml(frame.vm, operation, run(frame), mode, key);
        return NORMAL;
      };
    }
    case 'runAs': {
      const user = convert(scope, scope.expression(node.user), userType(scope), node.line).run;
      const body = compileBlock(scope, node.body);
      return (frame) => runAs(frame.vm, user(frame), () => body(frame));
    }
  }
}

/** The field in `upsert records Key__c` or `upsert records Lead.Fields.Key__c`; null without one. */
function upsertKey(scope: Scope, { key, line }: Statement & { kind: 'dml' }, type: Type): FieldShape | null {
  if (key === null) return null;
  const record = type.kind === 'list' ? type.item : type;
  if (record.kind !== 'record' || record === T.SObject)
    return scope.program.fail('apex_type', GENERIC_UPSERT, scope.file, line);
  const shape = scope.program.schema.get(record);
  const name = key.slice(key.lastIndexOf('.') + 1);
  const field = shape.field(name);
  if (!field) return scope.program.fail('apex_unknown', `${shape.name} has no ${name}.`, scope.file, line);
  const problem = keyProblem(field);
  return problem === null ? field : scope.program.fail('apex_type', problem, scope.file, line);
}

const userType = (scope: Scope): Type => scope.program.resolve({ name: 'User', args: [], line: 0 }, null, scope.file);

function compileVariables(scope: Scope, node: Statement & { kind: 'variables' }): RunStatement {
  const writes = node.variables.map(({ type: typeNode, name, value, line }) => {
    const type = scope.program.resolve(typeNode, scope.owner, scope.file);
    // The value is read before the name is declared: `for (Method method : Method.values())`.
    const run: Run = value ? convert(scope, scope.expression(value, type), type, line).run : () => null;
    const { slot } = scope.declare(name, type, line);
    return { slot, run };
  });
  return (frame) => {
    for (const { slot, run } of writes) frame.locals[slot] = run(frame);
    return NORMAL;
  };
}

function compileIf(scope: Scope, node: Statement & { kind: 'if' }): RunStatement {
  const condition = compileCondition(scope, node.condition).run;
  const yes = compileStatement(scope.child(), node.yes);
  const no = node.no ? compileStatement(scope.child(), node.no) : null;
  return (frame) => {
    if (condition(frame)) return yes(frame);
    return no ? no(frame) : NORMAL;
  };
}

function compileWhile(scope: Scope, node: Statement & { kind: 'while' }): RunStatement {
  const condition = compileCondition(scope, node.condition).run;
  const body = compileStatement(scope.child(), node.body);
  const step = countLine(scope, node.line);
  return (frame) => {
    if (!node.atLeastOnce && !condition(frame)) return NORMAL;
    do {
      step(frame.vm);
      const end = body(frame);
      if (end === BREAK) break;
      if (end === RETURN) return RETURN;
    } while (condition(frame));
    return NORMAL;
  };
}

function compileFor(scope: Scope, node: Statement & { kind: 'for' }): RunStatement {
  const init = node.init.map((statement) => compileStatement(scope, statement));
  const condition = node.condition ? compileCondition(scope, node.condition).run : () => true;
  const update = node.update.map((expression) => scope.expression(expression).run);
  const body = compileStatement(scope.child(), node.body);
  const step = countLine(scope, node.line);
  return (frame) => {
    for (const statement of init) statement(frame);
    while (condition(frame)) {
      step(frame.vm);
      const end = body(frame);
      if (end === BREAK) break;
      if (end === RETURN) return RETURN;
      for (const run of update) run(frame);
    }
    return NORMAL;
  };
}

function compileForEach(scope: Scope, node: Statement & { kind: 'forEach' }): RunStatement {
  const of = scope.expression(node.of);
  const type = scope.program.resolve(node.type, scope.owner, scope.file);
  // `for (List<Lead> part : [SELECT …])` takes 200 records at a time (Apex Developer Guide, SOQL For Loops).
  const inBatches = Boolean(of.isQuery) && type.kind === 'list' && distance(of.type, type) !== null;
  const item = inBatches ? of.type : itemType(scope, of.type);
  if (!item) scope.program.fail('apex_type', `${of.type.name} cannot be looped over.`, scope.file, node.line);
  if (distance(item, type) === null && !of.isDynamic) {
    scope.program.fail('apex_type', `${item.name} cannot be assigned to ${type.name}.`, scope.file, node.line);
  }
  const { slot } = scope.declare(node.name, type, node.line);
  const body = compileStatement(scope.child(), node.body);
  return (frame) => {
    const all = itemsOf(frame, of.run(frame));
    const items = inBatches ? partsOf(all as Value[], type) : all;
    for (const value of items) {
      frame.locals[slot] = value;
      const end = body(frame);
      if (end === BREAK) break;
      if (end === RETURN) return RETURN;
    }
    return NORMAL;
  };
}

const BATCH = 200;

function partsOf(items: Value[], type: Type): ApexList[] {
  const parts: ApexList[] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    parts.push(new ApexList(type, items.slice(start, start + BATCH)));
  }
  return parts;
}

/** What a loop over a value of this type yields; null = it cannot be looped over. */
function itemType(scope: Scope, type: Type): Type | null {
  if (type.kind === 'list' || type.kind === 'set') return type.item;
  if (!type.inherits(scope.program.platformType('Iterable'))) return null;
  const [iterator] = type.findMethods('iterator');
  if (!iterator) return null;
  const [next] = iterator.returns.findMethods('next');
  // The type argument of Iterable<T> is not kept, so the declared type of the variable is trusted.
  return next && next.returns !== T.Object ? next.returns : T.null;
}

function itemsOf(frame: Frame, value: Value): Iterable<Value> {
  if (value instanceof ApexList) return value.items;
  if (value instanceof ApexSet) return [...value.items.values()];
  if (value instanceof ApexObject) return iterate(frame, value);
  throw frame.vm.nullPointer();
}

/** Apex Developer Guide, Custom Iterators. */
function* iterate({ vm }: Frame, value: ApexObject): Iterable<Value> {
  const iterator = vm.call(value, 'iterator', []) as ApexObject;
  while (vm.call(iterator, 'hasNext', []) === true) yield vm.call(iterator, 'next', []);
}

function compileSwitch(scope: Scope, node: Statement & { kind: 'switch' }): RunStatement {
  const on = scope.expression(node.on);
  const whens = node.whens.map((when) => {
    const inner = scope.child();
    if (when.type && when.name) {
      const type = scope.program.resolve(when.type, scope.owner, scope.file);
      const { slot } = inner.declare(when.name, type, node.line);
      const body = compileBlock(inner, when.body);
      return {
        matches: (value: Value) => isInstance(value, type),
        body: (frame: Frame, value: Value) => {
          frame.locals[slot] = value;
          return body(frame);
        },
      };
    }
    const values = when.values?.map((value): Run => {
      if (value.kind === 'name' && on.type.kind === 'enum') {
        const constant = on.type.constants.find((item) => isNamed(item, value.name)) ?? null;
        if (!constant)
          scope.program.fail('apex_unknown', `${on.type.name} has no ${value.name}.`, scope.file, value.line);
        return () => constant;
      }
      return convert(scope, scope.expression(value), on.type, value.line).run;
    });
    const body = compileBlock(inner, when.body);
    return {
      // Texts in a `when` are compared with regard to case. Unverified.
      matches: (value: Value, frame: Frame) => !values || values.some((run) => isEqual(run(frame), value, false)),
      body: (frame: Frame) => body(frame),
    };
  });
  return (frame) => {
    const value = on.run(frame);
    const chosen = whens.find(({ matches }) => matches(value, frame));
    return chosen ? chosen.body(frame, value) : NORMAL;
  };
}

function compileTry(scope: Scope, node: Statement & { kind: 'try' }): RunStatement {
  const body = compileBlock(scope, node.body);
  const catches = node.catches.map((clause) => {
    const type = scope.program.resolve(clause.type, scope.owner, scope.file);
    const inner = scope.child();
    const { slot } = inner.declare(clause.name, type, clause.type.line);
    return { type, slot, run: compileBlock(inner, clause.body) };
  });
  const last = node.last ? compileBlock(scope, node.last) : null;
  const guarded = (frame: Frame): number => {
    const depth = frame.vm.stack.length;
    try {
      return body(frame);
    } catch (error) {
      if (!(error instanceof Thrown)) throw error;
      frame.vm.stack.length = depth;
      const clause = catches.find(({ type }) => isInstance(error.exception, type));
      if (!clause) throw error;
      frame.locals[clause.slot] = error.exception;
      return clause.run(frame);
    }
  };
  if (!last) return guarded;
  return (frame) => {
    let end: number;
    try {
      end = guarded(frame);
    } catch (error) {
      // Nothing runs after a governor limit or a failed assertion.
      if (!(error instanceof Thrown)) throw error;
      const replaced = last(frame);
      if (replaced !== NORMAL) return replaced;
      throw error;
    }
    const held = frame.result;
    const replaced = last(frame);
    if (replaced !== NORMAL) return replaced;
    frame.result = held;
    return end;
  };
}

function compileReturn(scope: Scope, node: Statement & { kind: 'return' }): RunStatement {
  if (!node.value) return () => RETURN;
  if (scope.returns === T.void) scope.program.fail('apex_type', 'Nothing is returned here.', scope.file, node.line);
  const { run } = convert(scope, scope.expression(node.value, scope.returns), scope.returns, node.line);
  return (frame) => {
    frame.result = run(frame);
    return RETURN;
  };
}

function compileThrow(scope: Scope, node: Statement & { kind: 'throw' }): RunStatement {
  const { run, type } = scope.expression(node.value);
  if (!type.inherits(scope.program.platformType('Exception'))) {
    scope.program.fail('apex_type', `${type.name} cannot be thrown.`, scope.file, node.line);
  }
  return (frame) => {
    const value = run(frame);
    if (value === null) throw frame.vm.nullPointer();
    throw new Thrown(value as ApexObject);
  };
}

const isNamed = (value: Value, name: string): boolean =>
  value instanceof ApexEnum && value.name.toLowerCase() === (name.split('.').at(-1) ?? '').toLowerCase();
