import type { ClassNode, FieldNode, InitializerNode, MethodNode, Modifiers, PropertyNode } from '../parse/ast.ts';
import { T } from '../types/builtin.ts';
import { Type, type Field } from '../types/type.ts';
import { ApexEnum, type ApexObject, type Value } from '../values/values.ts';
import { addEnumMethods } from './enum-methods.ts';
import { declareProperty, declareVariable, memo } from './members.ts';
import { defaultConstructor, declareMethod, type Body } from './methods.ts';
import type { Program } from './program.ts';
import { Scope, type RunStatement } from './scope.ts';
import type { Vm } from '../run/vm.ts';

export type Initializer = (vm: Vm, self: ApexObject | null, area: Value[]) => void;

/** A class, interface or enum of the program. */
export class ClassInfo {
  readonly program: Program;
  readonly node: ClassNode;
  readonly file: string;
  readonly outer: ClassInfo | null;
  readonly type: Type;
  readonly bodies: Body[] = [];
  /** In the order of the source. */
  readonly staticInitializers: (() => Initializer)[] = [];
  readonly instanceInitializers: (() => Initializer)[] = [];
  staticCount = 0;
  /** Number of instance variables, with those of the parents. */
  slotCount = 0;
  #membersDeclared = false;

  constructor(program: Program, node: ClassNode, file: string, outer: ClassInfo | null) {
    this.program = program;
    this.node = node;
    this.file = file;
    this.outer = outer;
    this.type = new Type(outer ? `${outer.type.name}.${node.name}` : node.name, node.kind);
    this.type.isUser = true;
    this.type.namespace = program.schema.namespace;
    this.type.outer = outer?.type ?? null;
    this.type.isAbstract = node.modifiers.words.includes('abstract') || node.kind === 'interface';
    outer?.type.inner.set(node.name.toLowerCase(), this.type);
  }

  get isTest(): boolean {
    return this.node.modifiers.annotations.includes('istest') || Boolean(this.outer?.isTest);
  }

  get top(): ClassInfo {
    return this.outer ? this.outer.top : this;
  }

  /**
   * Whether the class enforces sharing. From API version 67, a class without a keyword does (Versioned Behavior Changes);
   * before, that of the caller applies. An inner class does not inherit the keyword of its outer class; null = of the caller.
   */
  get sharing(): boolean | null {
    const { words } = this.node.modifiers;
    if (!words.includes('sharing')) return this.program.defaultMode(this.file) === 'user' ? true : null;
    if (words.includes('inherited')) return null;
    return words.includes('with');
  }

  /** An inner type of this class or of its parents. */
  findInner(name: string): Type | null {
    for (let type: Type | null = this.type; type; type = type.superType) {
      const inner = type.inner.get(name);
      if (inner) return inner;
    }
    return null;
  }

  resolveParents(): void {
    const { node, program } = this;
    if (node.extends) this.type.superType = program.resolve(node.extends, this, this.file);
    this.type.interfaces = node.implements.map((parent) => program.resolve({ ...parent, args: [] }, this, this.file));
  }

  declareMembers(): void {
    if (this.#membersDeclared) return;
    this.#membersDeclared = true;
    const parent = this.type.superType;
    if (parent?.isUser) {
      const info = this.program.classOf(parent);
      info.declareMembers();
      this.slotCount = info.slotCount;
    }
    if (this.node.kind === 'enum') this.#declareConstants();
    for (const member of this.node.members) {
      if (member.kind === 'method') declareMethod(this, member as MethodNode);
      else if (member.kind === 'field') declareVariable(this, member as FieldNode);
      else if (member.kind === 'property') declareProperty(this, member as PropertyNode);
      else if (member.kind === 'initializer') this.#declareInitializer(member as InitializerNode);
    }
    if (this.node.kind === 'class' && this.type.constructors.length === 0) defaultConstructor(this);
  }

  #declareInitializer(node: InitializerNode): void {
    const compile = memo((): Initializer => {
      const scope = this.scope({ isStatic: node.isStatic, returns: T.void });
      const run: RunStatement = scope.block(node.body);
      return (vm, self) => void run({ vm, locals: [], self, result: null });
    });
    (node.isStatic ? this.staticInitializers : this.instanceInitializers).push(compile);
  }

  #declareConstants(): void {
    const { type } = this;
    for (const [ordinal, name] of this.node.constants.entries()) {
      const value = new ApexEnum(type, name, ordinal);
      type.constants.push(value);
      type.fields.set(name.toLowerCase(), {
        owner: type,
        name,
        type,
        isStatic: true,
        get: () => value,
      } satisfies Field);
    }
    addEnumMethods(type);
  }

  scope(base: { isStatic: boolean; returns: Type }): Scope {
    return new Scope({ program: this.program, owner: this, file: this.file, ...base });
  }

  initializeStatics(vm: Vm, area: Value[]): void {
    this.enter(vm, '<clinit>', () => {
      for (const initializer of this.staticInitializers) initializer()(vm, null, area);
      return null;
    });
  }

  /** Runs a body of this class with its sharing and access mode. */
  enter(vm: Vm, name: string, body: () => Value): Value {
    const mode = this.program.defaultMode(this.file);
    return vm.enter(`Class.${this.type.name}.${name}`, this.sharing, body, mode);
  }

  /** Runs the initializers of instance variables; those of the parent run in its constructor. */
  initializeInstance(vm: Vm, self: ApexObject): void {
    for (const initializer of this.instanceInitializers) initializer()(vm, self, self.slots);
  }

  isAccessible(modifiers: Modifiers): { isPrivate: boolean; isTestVisible: boolean } {
    const open = ['public', 'global', 'protected', 'webservice'].some((word) => modifiers.words.includes(word));
    return { isPrivate: !open, isTestVisible: modifiers.annotations.includes('testvisible') };
  }

  compileAll(): void {
    for (const body of this.bodies) body.compile();
    for (const initializer of [...this.staticInitializers, ...this.instanceInitializers]) initializer();
  }
}
