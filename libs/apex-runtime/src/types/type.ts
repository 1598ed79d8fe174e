import type { Value } from '../values/values.ts';
import type { Vm } from '../run/vm.ts';

export type TypeKind =
  'primitive' | 'object' | 'list' | 'set' | 'map' | 'record' | 'class' | 'interface' | 'enum' | 'void' | 'null';

/** @param self null for static members */
export type Invoke = (vm: Vm, self: Value, args: Value[]) => Value;

export interface Method {
  owner: Type;
  name: string;
  params: Type[];
  returns: Type;
  isStatic: boolean;
  isPrivate?: boolean;
  isTestVisible?: boolean;
  isAbstract?: boolean;
  invoke: Invoke;
}

export interface Field {
  owner: Type;
  name: string;
  type: Type;
  isStatic: boolean;
  isPrivate?: boolean;
  /** undefined = write-only. */
  get?: Invoke;
  /** undefined = read-only. Takes the value as its only argument. */
  set?: Invoke;
  /** Instance variables of the program. */
  slot?: number;
  isSetPrivate?: boolean;
  isTransient?: boolean;
  isTestVisible?: boolean;
}

/** A static type. There is one instance for each type, so that types are compared by identity. */
export class Type {
  readonly name: string;
  readonly kind: TypeKind;
  readonly args: Type[];
  superType: Type | null = null;
  interfaces: Type[] = [];
  outer: Type | null = null;
  /** Lower-case names. */
  readonly methods = new Map<string, Method[]>();
  readonly fields = new Map<string, Field>();
  readonly constructors: Method[] = [];
  readonly inner = new Map<string, Type>();
  /** Of an enum. */
  constants: Value[] = [];
  isAbstract = false;
  /** Of the program that declares it; null = none. */
  namespace: string | null = null;
  /** Declared in the program, not by the platform. */
  isUser = false;

  constructor(name: string, kind: TypeKind, args: Type[] = []) {
    this.name = name;
    this.kind = kind;
    this.args = args;
  }

  /** As Type.getName gives it: a class of a namespace has its prefix (aer-dist#439). */
  get qualifiedName(): string {
    if (this.namespace) return `${this.namespace}.${this.name}`;
    return this.args.length === 0
      ? this.name
      : this.name.replace(/<.*>/, `<${this.args.map((arg) => arg.qualifiedName).join(',')}>`);
  }

  /** The item type of a list or set, the value type of a map. */
  get item(): Type {
    return this.args.at(-1) as Type;
  }

  get key(): Type {
    return this.args[0] as Type;
  }

  addMethod(method: Method): void {
    const name = method.name.toLowerCase();
    const overloads = this.methods.get(name);
    if (overloads) overloads.push(method);
    else this.methods.set(name, [method]);
  }

  /** Whether the type is `other` or inherits from it. */
  inherits(other: Type): boolean {
    if (this === other) return true;
    return Boolean(this.superType?.inherits(other)) || this.interfaces.some((parent) => parent.inherits(other));
  }

  /** Overloads of the type, then of its parents. */
  findMethods(name: string): Method[] {
    const key = name.toLowerCase();
    const found = [...(this.methods.get(key) ?? [])];
    for (const parent of this.parents()) {
      for (const method of parent.findMethods(name)) {
        // A static method does not hide an instance method of a parent (aer-dist#443).
        const isHidden = found.some((own) => own.isStatic === method.isStatic && sameParameters(own, method));
        if (!isHidden) found.push(method);
      }
    }
    return found;
  }

  findField(name: string): Field | null {
    const own = this.fields.get(name.toLowerCase());
    if (own) return own;
    for (const parent of this.parents()) {
      const field = parent.findField(name);
      if (field) return field;
    }
    return null;
  }

  parents(): Type[] {
    return this.superType ? [this.superType, ...this.interfaces] : this.interfaces;
  }
}

export function sameParameters(left: Method, right: Method): boolean {
  return left.params.length === right.params.length && left.params.every((type, place) => type === right.params[place]);
}
