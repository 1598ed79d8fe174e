import type { Expression } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import type { Type } from '../types/type.ts';
import { keyOf } from '../values/compare.ts';
import { ApexList, ApexMap, ApexObject, ApexRecord, ApexSet, type Value } from '../values/values.ts';
import { compileArguments, pickOverload } from './calls.ts';
import { convert } from './convert.ts';
import { allocate } from './methods.ts';
import { requireVisible } from './names.ts';
import type { Code, Run, Scope } from './scope.ts';

type Creation = Expression & { kind: 'new' | 'newItems' | 'newPairs' | 'newArray' };

export function compileNew(scope: Scope, node: Creation): Code {
  const type = scope.program.resolve(node.type, scope.owner, scope.file);
  if (node.kind === 'newItems') return newItems(scope, type, node);
  if (node.kind === 'newPairs') return newPairs(scope, type, node);
  if (node.kind === 'newArray') {
    const size = convert(scope, scope.expression(node.size), T.Integer, node.line).run;
    return { type, run: (frame) => new ApexList(type, new Array<Value>(size(frame) as number).fill(null)) };
  }
  return type.kind === 'record' ? newRecord(scope, type, node) : newInstance(scope, type, node);
}

/** `new Lead(LastName = 'x')`. */
function newRecord(scope: Scope, type: Type, node: Expression & { kind: 'new' }): Code {
  const shape = scope.program.schema.get(type);
  const values = node.args.map((arg): [string, Run] => {
    if (arg.kind !== 'assign' || arg.target.kind !== 'name') {
      return scope.program.fail('apex_type', `${type.name} takes fields with values.`, scope.file, arg.line);
    }
    const { name } = arg.target;
    const field = shape.field(name);
    const relation = field ? null : shape.relation(name);
    const target = field?.type ?? scope.program.schema.find(relation?.references ?? '')?.type;
    if (!target) return scope.program.fail('apex_unknown', `${type.name} has no field ${name}.`, scope.file, arg.line);
    const value = convert(scope, scope.expression(arg.value, target), target, arg.line);
    return [(field?.name ?? relation?.relationship ?? name).toLowerCase(), value.run];
  });
  return {
    type,
    run: (frame) => {
      const record = new ApexRecord(type);
      for (const [name, run] of values) record.fields.set(name, run(frame));
      return record;
    },
  };
}

function newInstance(scope: Scope, type: Type, node: Expression & { kind: 'new' }): Code {
  if (type.isAbstract || type.kind === 'enum' || type.kind === 'interface') {
    scope.program.fail('apex_type', `${type.name} cannot be instantiated.`, scope.file, node.line);
  }
  const args = compileArguments(scope, node.args);
  const constructor = pickOverload(scope, type.constructors, args, `new ${type.name}`, node.line);
  requireVisible(scope, constructor.method, node.line);
  const { evaluate } = constructor;
  const info = type.isUser ? scope.program.classOf(type) : null;
  const make = info ? () => allocate(info) : () => emptyOf(type);
  return {
    type,
    run: (frame) => {
      const self = make();
      const result = constructor.method.invoke(frame.vm, self, evaluate(frame));
      return type.isUser || result === null ? self : result;
    },
  };
}

function emptyOf(type: Type): Value {
  if (type.kind === 'list') return new ApexList(type);
  if (type.kind === 'set') return new ApexSet(type);
  if (type.kind === 'map') return new ApexMap(type);
  return new ApexObject(type);
}

function newItems(scope: Scope, type: Type, node: Expression & { kind: 'newItems' }): Code {
  // `new Map<…>{}` is read as an empty list of items.
  if (type.kind === 'map' && node.items.length === 0) return { type, run: () => new ApexMap(type) };
  if (type.kind !== 'list' && type.kind !== 'set') {
    scope.program.fail('apex_type', `${type.name} has no items.`, scope.file, node.line);
  }
  const items = node.items.map((item) => convert(scope, scope.expression(item, type.item), type.item, item.line).run);
  if (type.kind === 'list')
    return {
      type,
      run: (frame) =>
        new ApexList(
          type,
          items.map((run) => run(frame)),
        ),
    };
  return {
    type,
    run: (frame) => {
      const set = new ApexSet(type);
      for (const run of items) {
        const value = run(frame);
        set.items.set(keyOf(value), value);
      }
      return set;
    },
  };
}

function newPairs(scope: Scope, type: Type, node: Expression & { kind: 'newPairs' }): Code {
  if (type.kind !== 'map') scope.program.fail('apex_type', `${type.name} has no pairs.`, scope.file, node.line);
  const part = (expression: Expression, to: Type): Run =>
    convert(scope, scope.expression(expression, to), to, expression.line).run;
  const pairs = node.pairs.map(([key, value]): [Run, Run] => [part(key, type.key), part(value, type.item)]);
  return {
    type,
    run: (frame) => {
      const map = new ApexMap(type);
      for (const [readKey, readValue] of pairs) {
        const key = readKey(frame);
        map.entries.set(keyOf(key), [key, readValue(frame)]);
      }
      return map;
    },
  };
}
