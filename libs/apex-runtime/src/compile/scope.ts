import type { Expression, Statement } from '../parse/ast.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/values.ts';
import type { ClassInfo, Program } from './program.ts';
import type { Vm } from '../run/vm.ts';

/** The variables of one invocation. */
export interface Frame {
  vm: Vm;
  locals: Value[];
  self: Value;
  result: Value;
}

export type Run = (frame: Frame) => Value;

/** How a statement ended. */
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;
export type RunStatement = (frame: Frame) => number;

/** The result of a chain whose `?.` met null. */
export const SKIPPED = Symbol('skipped');

/** A compiled expression with its static type. */
export interface Code {
  type: Type;
  run: Run;
  /** Set where the expression can be assigned to. */
  assign?: (frame: Frame, value: Value) => void;
  /** A query: a list that also stands for its only row. */
  isQuery?: boolean;
  /** The record that a lookup points at: reading its fields gives null where the lookup is empty (known). */
  isParent?: boolean;
  /** A query by text, whose object is known only when it runs. */
  isDynamic?: boolean;
  /** Of an expression with `?.`: like `run`, but tells that the rest of the chain is to be skipped. */
  chain?: (frame: Frame) => Value | typeof SKIPPED;
}

/** Expressions and blocks contain each other; each of their files reaches the others through the scope. */
export interface Compiler {
  expression(scope: Scope, node: Expression, expected: Type | null): Code;
  block(scope: Scope, body: Statement[]): RunStatement;
}

export interface Variable {
  type: Type;
  slot: number;
}

/** What a body sees while it is compiled: its class, its variables and where it is. */
export class Scope {
  readonly program: Program;
  /** null in a trigger. */
  readonly owner: ClassInfo | null;
  readonly file: string;
  readonly isStatic: boolean;
  readonly returns: Type;
  /** The type of the records in a trigger. */
  readonly triggerObject: Type | null;
  readonly #slots: { next: number };
  readonly #parent: Scope | null;
  readonly #variables = new Map<string, Variable>();

  constructor(
    base: {
      program: Program;
      owner: ClassInfo | null;
      file: string;
      isStatic: boolean;
      returns: Type;
      triggerObject?: Type | null;
    },
    parent: Scope | null = null,
  ) {
    this.program = base.program;
    this.owner = base.owner;
    this.file = base.file;
    this.isStatic = base.isStatic;
    this.returns = base.returns;
    this.triggerObject = base.triggerObject ?? null;
    this.#parent = parent;
    this.#slots = parent ? parent.#slots : { next: 0 };
  }

  /** @param expected the type that the context needs, where it decides how the expression is read */
  expression(node: Expression, expected: Type | null = null): Code {
    return this.program.compiler.expression(this, node, expected);
  }

  block(body: Statement[]): RunStatement {
    return this.program.compiler.block(this, body);
  }

  child(): Scope {
    return new Scope(this, this);
  }

  find(name: string): Variable | null {
    return this.#variables.get(name.toLowerCase()) ?? this.#parent?.find(name) ?? null;
  }

  declare(name: string, type: Type, line: number): Variable {
    if (this.find(name)) this.program.fail('apex_type', `The variable ${name} is declared twice.`, this.file, line);
    const variable = { type, slot: this.#slots.next++ };
    this.#variables.set(name.toLowerCase(), variable);
    return variable;
  }
}

/** A function that counts the execution of a line. */
export function countLine(scope: Scope, line: number): (vm: Vm) => void {
  const slot = scope.program.lineSlot(scope.file, line);
  return (vm) => vm.step(slot, line);
}
