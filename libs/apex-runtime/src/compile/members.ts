import type { AccessorNode, FieldNode, PropertyNode } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import type { Field, Invoke, Type } from '../types/type.ts';
import type { ApexObject, Value } from '../values/values.ts';
import type { ClassInfo, Initializer } from './class-info.ts';
import { convert } from './convert.ts';
import { countLine, type Frame, type RunStatement } from './scope.ts';
import type { Vm } from '../run/vm.ts';

/** Calls a function once, at the first use of its result. */
export const memo = <Result>(make: () => Result): (() => Result) => {
  let made: { value: Result } | null = null;
  return () => (made ??= { value: make() }).value;
};

function storage(
  info: ClassInfo,
  isStatic: boolean,
): { slot: number; read: Invoke; write: (vm: Vm, self: Value, value: Value) => void } {
  const slot = isStatic ? info.staticCount++ : info.slotCount++;
  if (isStatic) {
    return {
      slot,
      read: (vm) => vm.staticsOf(info.type)[slot] ?? null,
      write: (vm, _self, value) => void (vm.staticsOf(info.type)[slot] = value),
    };
  }
  return {
    slot,
    read: (_vm, self) => (self as ApexObject).slots[slot] ?? null,
    write: (_vm, self, value) => void ((self as ApexObject).slots[slot] = value),
  };
}

export function declareVariable(info: ClassInfo, node: FieldNode): void {
  const { variable, modifiers } = node;
  const isStatic = modifiers.words.includes('static');
  const type = info.program.resolve(variable.type, info, info.file);
  const { slot, read, write } = storage(info, isStatic);
  const field: Field = {
    owner: info.type,
    name: variable.name,
    type,
    isStatic,
    ...info.isAccessible(modifiers),
    get: read,
    set: (vm, self, [value]) => {
      write(vm, self, value as Value);
      return null;
    },
    ...(isStatic ? {} : { slot }),
    isTransient: modifiers.words.includes('transient'),
  };
  info.type.fields.set(variable.name.toLowerCase(), field);
  const { value } = variable;
  if (!value) return;
  const initialize = memo((): Initializer => {
    const scope = info.scope({ isStatic, returns: T.void });
    const run = convert(scope, scope.expression(value, type), type, variable.line).run;
    const line = countLine(scope, variable.line);
    return (vm, self, area) => {
      line(vm);
      area[slot] = run({ vm, locals: [], self, result: null });
    };
  });
  (isStatic ? info.staticInitializers : info.instanceInitializers).push(initialize);
}

export function declareProperty(info: ClassInfo, node: PropertyNode): void {
  const { modifiers, name } = node;
  const isStatic = modifiers.words.includes('static');
  const type = info.program.resolve(node.type, info, info.file);
  const { slot, read, write } = storage(info, isStatic);
  // Within its own accessors, a property reads and writes its storage.
  const running = new WeakSet<object>();
  const key = (vm: Vm, self: Value): object => (isStatic ? vm.staticsOf(info.type) : (self as ApexObject));
  const accessor = (part: AccessorNode | null, fallback: Invoke): Invoke | undefined => {
    if (!part) return undefined;
    if (!part.body) return fallback;
    const body = compileAccessor(info, node, part, type);
    info.bodies.push({ compile: body });
    return (vm, self, args) => {
      const place = key(vm, self);
      if (running.has(place)) return fallback(vm, self, args);
      running.add(place);
      try {
        return runAccessor(info, name, body(), vm, self, args);
      } finally {
        running.delete(place);
      }
    };
  };
  const field: Field = {
    owner: info.type,
    name,
    type,
    isStatic,
    ...info.isAccessible(modifiers),
    slot,
    isTransient: modifiers.words.includes('transient'),
  };
  const get = accessor(node.get, read);
  const set = accessor(node.set, (vm, self, [value]) => {
    write(vm, self, value as Value);
    return null;
  });
  if (get) field.get = get;
  if (set) field.set = set;
  if (node.set?.modifiers.words.includes('private')) field.isSetPrivate = true;
  info.type.fields.set(name.toLowerCase(), field);
}

function compileAccessor(info: ClassInfo, node: PropertyNode, part: AccessorNode, type: Type): () => RunStatement {
  const isStatic = node.modifiers.words.includes('static');
  const isGetter = part === node.get;
  return memo(() => {
    const scope = info.scope({ isStatic, returns: isGetter ? type : T.void });
    if (!isGetter) scope.declare('value', type, node.line);
    return scope.block(part.body ?? []);
  });
}

function runAccessor(info: ClassInfo, name: string, body: RunStatement, vm: Vm, self: Value, args: Value[]): Value {
  const frame: Frame = { vm, locals: [...args], self, result: null };
  return info.enter(vm, name, () => {
    body(frame);
    return frame.result;
  });
}
