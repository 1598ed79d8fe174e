import type { ClassInfo } from '../compile/class-info.ts';
import type { Program } from '../compile/program.ts';
import { Transaction } from '../run/transaction.ts';
import { Vm } from '../run/vm.ts';
import { labelsOf } from '../database/labels.ts';
import type { MemoryDatabase } from '../database/memory/memory-database.ts';
import { ApexError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { Fatal, Thrown, type ApexObject } from '../values/values.ts';
import type { ExceptionState } from '../run/vm.ts';
import { TestContext } from './context.ts';
import { createOrg, type OrgShape } from './org-shape.ts';

export interface TestMethod {
  info: ClassInfo;
  className: string;
  name: string;
}

export interface TestResult {
  className: string;
  name: string;
  /** null = passed. */
  failure: string | null;
  /** The failure is an error of the program, found when a body was compiled. */
  isCompileError: boolean;
  /** The runtime itself failed: neither a failure of the test nor an error of the program. */
  isDefect: boolean;
  milliseconds: number;
  log: string[];
  /** Slots of `program.lines` that ran. */
  hits: number[];
}

export interface TestRun {
  now: () => number;
  /** Milliseconds that only grow, for durations. */
  stopwatch: () => number;
  /** New for each test: 0 to 1, without 1. */
  random: () => () => number;
  /** Statements after which a test is ended; absent = the runtime's own limit. */
  maxSteps?: number;
}

/** The methods of test classes with @IsTest or the keyword testMethod. */
export function findTests(program: Program): TestMethod[] {
  return program.classes.flatMap((info) => {
    if (!info.isTest || info.outer) return [];
    return info.node.members.flatMap((member) => {
      if (member.kind !== 'method') return [];
      const { annotations, words } = member.modifiers;
      const isTest = annotations.includes('istest') || words.includes('testmethod');
      return isTest ? [{ info, className: info.type.name, name: member.name }] : [];
    });
  });
}

function portsFor(labels: Ports['labels'], database: MemoryDatabase, run: TestRun): Ports {
  return {
    schema: database.schema,
    database,
    clock: { now: run.now },
    random: { next: run.random() },
    labels,
    callouts: {
      send: () => {
        throw new Error('tests make no callouts');
      },
    },
  };
}

/** Runs tests of a program in orgs of one shape, each in an org as it was before. */
export class TestRunner {
  readonly #program: Program;
  readonly #labels: Ports['labels'];
  readonly #run: TestRun;
  readonly #database: MemoryDatabase;
  readonly #before: unknown;
  readonly #userId: string;

  constructor(program: Program, shape: OrgShape, run: TestRun) {
    this.#program = program;
    this.#labels = labelsOf(shape.metadata);
    this.#run = run;
    this.#database = createOrg(shape, program.schema, run.now);
    this.#before = this.#database.savepoint();
    this.#userId = this.#database.userId();
  }

  run(test: TestMethod): TestResult {
    this.#database.rollback(this.#before);
    this.#database.useUser(this.#userId);
    const vm = new Vm(this.#program, portsFor(this.#labels, this.#database, this.#run));
    vm.test = new TestContext(vm);
    if (this.#run.maxSteps) vm.maxSteps = this.#run.maxSteps;
    const started = this.#run.stopwatch();
    let failure: string | null = null;
    let [isCompileError, isDefect] = [false, false];
    try {
      for (const setup of setupMethods(test.info)) {
        call(vm, test.info, setup);
        // What a setup method does is a transaction of its own, without its static variables (Apex Developer Guide, Test Setup).
        vm.transaction = new Transaction();
        vm.statics = new Map();
      }
      call(vm, test.info, test.name);
    } catch (thrown) {
      failure = describe(thrown);
      isCompileError = thrown instanceof ApexError;
      isDefect = !(isCompileError || thrown instanceof Thrown || thrown instanceof Fatal);
    }
    const { hits, log } = vm;
    const milliseconds = this.#run.stopwatch() - started;
    return {
      className: test.className,
      name: test.name,
      failure,
      isCompileError,
      isDefect,
      milliseconds,
      log,
      hits: Object.keys(hits).map(Number),
    };
  }
}

const setupMethods = (info: ClassInfo): string[] =>
  info.node.members.flatMap((member) =>
    member.kind === 'method' && member.modifiers.annotations.includes('testsetup') ? [member.name] : [],
  );

function call(vm: Vm, info: ClassInfo, name: string): void {
  const method = info.type.findMethods(name).find(({ params }) => params.length === 0);
  method?.invoke(vm, null, []);
}

function describe(thrown: unknown): string {
  if (thrown instanceof Thrown || thrown instanceof Fatal) {
    const { type, native } = thrown.exception as ApexObject;
    const { message, stack } = native as ExceptionState;
    return `${type.name}: ${message ?? ''}\n${stack}`;
  }
  if (thrown instanceof ApexError) return thrown.message;
  const { message, stack } = thrown as Error;
  return `Defect of the runtime: ${message}\n${stack ?? ''}`;
}
