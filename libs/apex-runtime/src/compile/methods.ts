import type { MethodNode } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import { sameParameters, type Method, type Type } from '../types/type.ts';
import { ApexObject, type Value } from '../values/values.ts';
import { callFuture } from '../run/jobs.ts';
import type { ClassInfo } from './class-info.ts';
import type { Frame, RunStatement } from './scope.ts';
import type { Vm } from '../run/vm.ts';

/** A body that is compiled at its first call, or by `Program.check`. */
export interface Body {
  compile: () => RunStatement;
}

export function declareMethod(info: ClassInfo, node: MethodNode): void {
  const { program, file, type } = info;
  const params = node.parameters.map((parameter) => program.resolve(parameter.type, info, file));
  const isConstructor = node.returns === undefined;
  const returns = node.returns ? program.resolve(node.returns, info, file) : T.void;
  const isStatic = node.modifiers.words.includes('static');
  const body = compileLater(info, node, params, returns);
  info.bodies.push(body);
  const method: Method = {
    owner: type,
    name: node.name,
    params,
    returns,
    isStatic,
    ...(info.node.kind === 'interface' ? {} : info.isAccessible(node.modifiers)),
    isAbstract: node.body === null,
    invoke: node.modifiers.annotations.includes('future')
      ? asFuture(direct(info, node, body))
      : isStatic || isConstructor
        ? direct(info, node, body)
        : virtual(direct(info, node, body), () => method),
  };
  if (!isConstructor) type.addMethod(method);
  else {
    type.constructors.push({ ...method, invoke: constructing(info, node, method.invoke) });
  }
}

/** A method with @future runs when its transaction is over. */
const asFuture =
  (invoke: Method['invoke']): Method['invoke'] =>
  (vm, self, args) => {
    callFuture(vm, () => void invoke(vm, self, args));
    return null;
  };

function compileLater(info: ClassInfo, node: MethodNode, params: Type[], returns: Type): Body {
  let compiled: RunStatement | null = null;
  return {
    compile: () => {
      if (compiled) return compiled;
      const scope = info.scope({ isStatic: node.modifiers.words.includes('static'), returns });
      for (const [place, parameter] of node.parameters.entries()) {
        scope.declare(parameter.name, params[place] as Type, parameter.type.line);
      }
      return (compiled = scope.block(node.body ?? []));
    },
  };
}

function direct(info: ClassInfo, node: MethodNode, body: Body): Method['invoke'] {
  const name = node.returns === undefined ? '<init>' : node.name;
  return (vm, self, args) => {
    const run = body.compile();
    const frame: Frame = { vm, locals: args.slice(), self, result: null };
    return info.enter(vm, name, () => {
      run(frame);
      return frame.result;
    });
  };
}

/** Calls the method of the instance's own class that overrides this one. */
function virtual(own: Method['invoke'], method: () => Method): Method['invoke'] {
  const overrides = new WeakMap<Type, Method['invoke']>();
  return (vm, self, args) => {
    if (self === null) throw vm.nullPointer();
    const { type } = self as ApexObject;
    let target = overrides.get(type);
    if (!target) {
      const declared = method();
      const found = type
        .findMethods(declared.name)
        .find((other) => sameParameters(other, declared) && !other.isAbstract && !other.isStatic);
      target = !found || found === declared ? own : found.invoke;
      overrides.set(type, target);
    }
    return target(vm, self, args);
  };
}

/** The same method without looking for an override, for `super.method()`. */
export function invokeExactly(info: ClassInfo, method: Method): Method['invoke'] {
  const node = info.node.members.find(
    (member): member is MethodNode =>
      member.kind === 'method' &&
      member.name.toLowerCase() === method.name.toLowerCase() &&
      member.parameters.length === method.params.length,
  );
  return node ? direct(info, node, compileLater(info, node, method.params, method.returns)) : method.invoke;
}

/** Which constructor the first statement of a constructor calls; null if it calls none. */
const delegates = (node: MethodNode): 'this' | 'super' | null => {
  const first = node.body?.[0];
  if (first?.kind !== 'expression' || first.expression.kind !== 'call' || first.expression.object) return null;
  const name = first.expression.name.toLowerCase();
  return name === 'this' || name === 'super' ? name : null;
};

function constructing(info: ClassInfo, node: MethodNode, invoke: Method['invoke']): Method['invoke'] {
  const kind = delegates(node);
  return (vm, self, args) => {
    // After `super(…)` has returned, `constructorCall` initializes the variables of this class.
    if (kind === null) {
      constructParent(info, vm, self as ApexObject);
      info.initializeInstance(vm, self as ApexObject);
    }
    return invoke(vm, self, args);
  };
}

/** Calls the parent's constructor without parameters. */
function constructParent(info: ClassInfo, vm: Vm, self: ApexObject): void {
  const parent = info.type.superType;
  const constructor = parent?.constructors.find(({ params }) => params.length === 0);
  if (parent && constructor) constructor.invoke(vm, self, []);
}

/** Exceptions inherit the constructors of Exception (Apex Developer Guide, Create Custom Exceptions). */
export function defaultConstructor(info: ClassInfo): void {
  const parent = info.type.superType;
  const inherited = parent && info.type.inherits(info.program.platformType('Exception')) ? parent.constructors : [];
  const invokeFor =
    (constructor: Method | null): Method['invoke'] =>
    (vm, self, args): Value => {
      const target = self as ApexObject;
      if (constructor) constructor.invoke(vm, target, args);
      else constructParent(info, vm, target);
      info.initializeInstance(vm, target);
      return null;
    };
  const base = { owner: info.type, name: info.node.name, returns: T.void, isStatic: false };
  if (inherited.length === 0) info.type.constructors.push({ ...base, params: [], invoke: invokeFor(null) });
  for (const constructor of inherited) {
    info.type.constructors.push({ ...base, params: constructor.params, invoke: invokeFor(constructor) });
  }
}

/** A new instance with its variables empty. */
export function allocate(info: ClassInfo): ApexObject {
  return new ApexObject(info.type, new Array<Value>(info.slotCount).fill(null));
}
