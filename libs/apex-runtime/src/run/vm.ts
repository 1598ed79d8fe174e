import type { Ports } from '../ports.ts';
import type { TestContext } from '../apex-tests/context.ts';
import type { Job } from './jobs.ts';
import { isInstance } from '../types/conversions.ts';
import type { Type } from '../types/type.ts';
import { textOf } from '../values/text.ts';
import { ApexObject, Fatal, Thrown, type ApexRecord, type Value } from '../values/values.ts';
import type { ObjectShape } from '../database/schema.ts';
import type { Program } from '../compile/program.ts';
import { Transaction } from './transaction.ts';

/** Apex Developer Guide, Execution Governors and Limits: the stack depth is 1,000. */
const MAX_DEPTH = 1000;
/** Ends endless loops. It stands for the CPU limit, which is not measured. */
const MAX_STEPS = 20_000_000;

export interface CallSite {
  /** `Class.method`. */
  name: string;
  line: number;
}

export interface ExceptionState {
  message: string | null;
  cause: Value;
  stack: string;
  /** Rows of a DmlException. */
  rows?: { index: number; id: string | null; status: string; message: string; fields: string[]; shape: ObjectShape }[];
}

/** A running program: statics, the present transaction, the current line and the call stack. */
export class Vm {
  readonly program: Program;
  readonly ports: Ports;
  statics = new Map<Type, Value[]>();
  transaction: Transaction;
  /** Whether the running class enforces sharing. */
  sharing = true;
  /** The access mode of Database methods that name none. */
  mode: 'user' | 'system' = 'user';
  line = 0;
  /** The context variables of the running trigger, by lower-case name. */
  triggerContext: Record<string, Value> | null = null;
  readonly stack: CallSite[] = [];
  /** Executions by slot of `program.lines`. */
  readonly hits: number[] = [];
  /** Null outside of tests. */
  test: TestContext | null = null;
  /** Jobs and events that wait for the end of the transaction or of the test. */
  readonly jobs: Job[] = [];
  readonly events: ApexRecord[] = [];
  lastJob = 0;
  /** The kind of the running job; null in a synchronous transaction. */
  jobKind: Job['kind'] | null = null;
  finalizer: ApexObject | null = null;
  requestId = '4nZp0w1Jv7pVBBCiOW3WSV';
  /** What System.debug wrote. */
  readonly log: string[] = [];
  maxSteps = MAX_STEPS;
  #steps = 0;

  constructor(program: Program, ports: Ports) {
    this.program = program;
    this.ports = ports;
    this.transaction = new Transaction();
  }

  step(slot: number, line: number): void {
    this.hits[slot] = (this.hits[slot] ?? 0) + 1;
    this.line = line;
    if (++this.#steps > this.maxSteps) {
      this.#steps = 0;
      throw this.fatal('LimitException', 'Apex CPU time limit exceeded');
    }
  }

  requireTest(): TestContext {
    if (!this.test) throw this.error('TypeException', 'This method is only for tests');
    return this.test;
  }

  /** Runs a body with its place on the stack, and the sharing and the default access mode of its class. */
  enter(name: string, sharing: boolean | null, body: () => Value, mode: 'user' | 'system' = 'user'): Value {
    if (this.stack.length >= MAX_DEPTH) throw this.fatal('LimitException', 'Maximum stack depth reached: 1000');
    const outer = { sharing: this.sharing, mode: this.mode, line: this.line };
    this.stack.push({ name, line: this.line });
    if (sharing !== null) this.sharing = sharing;
    this.mode = mode;
    try {
      return body();
    } finally {
      this.stack.pop();
      this.sharing = outer.sharing;
      this.mode = outer.mode;
      this.line = outer.line;
    }
  }

  stackTrace(): string {
    const lines: string[] = [];
    let line = this.line;
    for (let place = this.stack.length - 1; place >= 0; place--) {
      const site = this.stack[place] as CallSite;
      lines.push(`${site.name}: line ${line}, column 1`);
      line = site.line;
    }
    return lines.join('\n');
  }

  exception(typeName: string, message: string, more: Partial<ExceptionState> = {}): ApexObject {
    const type = this.program.platformType(typeName);
    const state: ExceptionState = { message, cause: null, stack: this.stackTrace(), ...more };
    return new ApexObject(type, [], state);
  }

  /** An exception to be thrown with `throw`. */
  error(typeName: string, message: string, more: Partial<ExceptionState> = {}): Thrown {
    return new Thrown(this.exception(typeName, message, more));
  }

  /** What Apex code cannot catch. */
  fatal(typeName: string, message: string): Fatal {
    return new Fatal(this.exception(typeName, message));
  }

  nullPointer(): Thrown {
    return this.error('NullPointerException', 'Attempt to de-reference a null object');
  }

  /** Calls a method of an instance by name, as the platform does with interfaces. */
  call(self: ApexObject, name: string, args: Value[]): Value {
    const fits = (params: Type[]): boolean =>
      params.length === args.length &&
      params.every((type, place) => args[place] === null || isInstance(args[place] as Value, type));
    const method = self.type.findMethods(name).find(({ params, isAbstract }) => !isAbstract && fits(params));
    if (!method) throw new Error(`${self.type.name} has no method ${name} with ${args.length} parameters`);
    return method.invoke(this, self, args);
  }

  /** A value as text; that of an object whose class has a toString comes from it (aer-dist#428). */
  textOf(value: Value): string {
    if (!(value instanceof ApexObject) || !value.type.isUser) return textOf(value);
    const own = value.type.findMethods('toString').some(({ params, owner }) => params.length === 0 && owner.isUser);
    return own ? textOf(this.call(value, 'toString', [])) : textOf(value);
  }

  /** The static variables of a class, which are initialized at the first use in a transaction. */
  staticsOf(type: Type): Value[] {
    const known = this.statics.get(type);
    if (known) return known;
    const area: Value[] = [];
    this.statics.set(type, area);
    this.program.classOf(type).initializeStatics(this, area);
    return area;
  }
}
