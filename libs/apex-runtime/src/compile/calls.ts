import type { Expression } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import { distance } from '../types/conversions.ts';
import type { Method, Type } from '../types/type.ts';
import type { ApexObject, Value } from '../values/values.ts';
import { objectDescribe } from '../platform/schema-tokens.ts';
import type { ClassInfo } from './class-info.ts';
import { convert, onlyRow } from './convert.ts';
import { compileDynamicQuery } from './dynamic-queries.ts';
import { invokeExactly } from './methods.ts';
import { member, receiver, requireVisible } from './names.ts';
import type { Code, Frame, Run, Scope } from './scope.ts';

type Call = Expression & { kind: 'call' };

export interface Overload {
  method: Method;
  evaluate: (frame: Frame) => Value[];
}

export function compileArguments(scope: Scope, nodes: Expression[]): Code[] {
  return nodes.map((node) => scope.expression(node));
}

/** The applicable method whose parameters are nearest to the arguments. */
export function pickOverload(scope: Scope, methods: Method[], args: Code[], what: string, line: number): Overload {
  let best: { method: Method; total: number } | null = null;
  for (const method of methods) {
    const total = totalDistance(method, args);
    if (total !== null && (best === null || total < best.total)) best = { method, total };
  }
  if (!best) {
    const given = args.map(({ type }) => type.name).join(', ');
    return scope.program.fail('apex_unknown', `There is no ${what}(${given}).`, scope.file, line);
  }
  const { method } = best;
  const runs = args.map((arg, place) => convert(scope, arg, method.params[place] as Type, line).run);
  return { method, evaluate: evaluator(runs) };
}

function evaluator(runs: Run[]): (frame: Frame) => Value[] {
  const [first, second] = runs;
  if (!first) return () => [];
  if (!second) return (frame) => [first(frame)];
  return (frame) => runs.map((run) => run(frame));
}

function totalDistance(method: Method, args: Code[]): number | null {
  if (method.params.length !== args.length) return null;
  let total = 0;
  for (const [place, { type, isQuery }] of args.entries()) {
    const param = method.params[place] as Type;
    const step = isQuery && param.kind === 'record' ? distance(type.item, param) : distance(type, param);
    if (step === null) return null;
    total += step;
  }
  return total;
}

export function compileCall(scope: Scope, node: Call): Code {
  const args = compileArguments(scope, node.args);
  if (!node.object) return ownCall(scope, node, args);
  if (node.object.kind === 'super') return superCall(scope, node, args);
  const before = receiver(scope, node.object);
  if ('space' in before) {
    if (before.space === 'label') return labelGet(scope, node, args);
    const platform = { system: 'System', schema: 'Schema' } as const;
    return before.space === 'system' || before.space === 'schema'
      ? staticCall(scope, scope.program.platformType(platform[before.space]), node, args)
      : scope.program.fail('apex_unknown', `There is no ${node.name} here.`, scope.file, node.line);
  }
  if ('type' in before) {
    const isDatabase = before.type === scope.program.platformType('Database');
    return (isDatabase ? compileDynamicQuery(scope, node, args) : null) ?? staticCall(scope, before.type, node, args);
  }
  return instanceCall(scope, before.code, node, args);
}

/** `System.Label.get(namespace, name)`. */
function labelGet(scope: Scope, node: Call, args: Code[]): Code {
  return staticCall(scope, scope.program.platformType('Label'), node, args);
}

function staticCall(scope: Scope, type: Type, node: Call, args: Code[]): Code {
  // `Account.getSObjectType()`.
  if (type.kind === 'record' && type !== T.SObject && node.name.toLowerCase() === 'getsobjecttype')
    return objectDescribe(scope.program, scope.program.schema.get(type), 'token');
  const methods = type.findMethods(node.name).filter(({ isStatic }) => isStatic);
  const { method, evaluate } = pickOverload(scope, methods, args, `${type.name}.${node.name}`, node.line);
  requireVisible(scope, method, node.line);
  return { type: method.returns, run: (frame) => method.invoke(frame.vm, null, evaluate(frame)) };
}

function instanceCall(scope: Scope, object: Code, node: Call, args: Code[]): Code {
  const single: Code =
    object.isQuery && !object.type.findMethods(node.name).length
      ? { type: object.type.item, run: onlyRow(object) }
      : object;
  const methods = membersOf(scope, single.type, node.name);
  // A class is meant where the variable of its name has no such method (Namespace, Class, and Variable Name Precedence).
  if (methods.length === 0) {
    const type = node.object?.kind === 'name' ? scope.program.findType(node.object.name, scope.owner) : null;
    if (type) return staticCall(scope, type, node, args);
  }
  const { method, evaluate } = pickOverload(scope, methods, args, `${single.type.name}.${node.name}`, node.line);
  requireVisible(scope, method, node.line);
  // The clone of a record has its type.
  const isClone = single.type.kind === 'record' && method.name === 'clone';
  const call = (inner: Code): Code => ({
    type: isClone ? single.type : method.returns,
    run: (frame) => {
      const self = inner.run(frame);
      if (self === null) throw frame.vm.nullPointer();
      return method.invoke(frame.vm, self, evaluate(frame));
    },
  });
  return member(single, node.safe, call);
}

/** Instance methods; every type has those of Object, every record those of SObject. */
function membersOf(scope: Scope, type: Type, name: string): Method[] {
  const own = type.findMethods(name).filter(({ isStatic }) => !isStatic);
  if (own.length > 0) return own;
  if (type.kind === 'record') return T.SObject.findMethods(name);
  return scope.program.platformType('Object').findMethods(name);
}

function ownCall(scope: Scope, node: Call, args: Code[]): Code {
  const name = node.name.toLowerCase();
  if (name === 'this' || name === 'super') return constructorCall(scope, name, node, args);
  for (let owner: ClassInfo | null = scope.owner; owner; owner = owner.outer) {
    const isOwn = owner === scope.owner;
    const methods = owner.type.findMethods(node.name).filter(({ isStatic }) => isStatic || (isOwn && !scope.isStatic));
    if (methods.length === 0) continue;
    const { method, evaluate } = pickOverload(scope, methods, args, node.name, node.line);
    if (method.isStatic)
      return { type: method.returns, run: (frame) => method.invoke(frame.vm, null, evaluate(frame)) };
    return { type: method.returns, run: (frame) => method.invoke(frame.vm, frame.self, evaluate(frame)) };
  }
  return scope.program.fail('apex_unknown', `There is no method ${node.name} here.`, scope.file, node.line);
}

function superCall(scope: Scope, node: Call, args: Code[]): Code {
  const parent = scope.owner?.type.superType;
  if (!parent || scope.isStatic)
    return scope.program.fail('apex_type', 'There is no `super` here.', scope.file, node.line);
  const { method, evaluate } = pickOverload(scope, parent.findMethods(node.name), args, node.name, node.line);
  const invoke = method.owner.isUser ? invokeExactly(scope.program.classOf(method.owner), method) : method.invoke;
  return { type: method.returns, run: (frame) => invoke(frame.vm, frame.self, evaluate(frame)) };
}

/** `this(…)` and `super(…)` as the first statement of a constructor. */
function constructorCall(scope: Scope, name: 'this' | 'super', node: Call, args: Code[]): Code {
  const { owner } = scope;
  const type = name === 'this' ? owner?.type : owner?.type.superType;
  if (!owner || !type) return scope.program.fail('apex_type', `There is no ${name}(…) here.`, scope.file, node.line);
  const { method, evaluate } = pickOverload(scope, type.constructors, args, name, node.line);
  return {
    type: T.void,
    run: (frame) => {
      method.invoke(frame.vm, frame.self, evaluate(frame));
      if (name === 'super') owner.initializeInstance(frame.vm, frame.self as ApexObject);
      return null;
    },
  };
}
