import { ApexError, type ApexErrorCode } from '../errors.ts';
import type { ClassNode, TriggerNode, TypeNode, UnitNode } from '../parse/ast.ts';
import type { Schema } from '../database/schema.ts';
import { platformTypes } from '../platform/platform.ts';
import { listOf, mapOf, setOf, T } from '../types/builtin.ts';
import { Type, type Method } from '../types/type.ts';
import { ClassInfo } from './class-info.ts';
import { compileExpression } from './expressions.ts';
import type { Compiler } from './scope.ts';
import { compileBlock } from './statements.ts';
import { compileTrigger, type CompiledTrigger } from './triggers.ts';

export type { ClassInfo } from './class-info.ts';

export interface SourceUnit {
  file: string;
  node: UnitNode;
  /** Of the class; absent = that of the package. Defaults of access and sharing depend on it (Versioned Behavior Changes). */
  apiVersion?: number;
}

export interface ProgramOptions {
  /**
   * Called for each declaration that the runtime does not know. Without it, the first one ends the program. What uses such a
   * declaration fails when it runs.
   */
  onUnknown?: (error: ApexError) => void;
}

/** The version of the package's own classes. */
const API_VERSION = 68;

/** Lines with a statement, for the coverage. */
export interface SourceLine {
  file: string;
  line: number;
}

/** The classes and triggers of an org: their types, and their code compiled to functions. */
export class Program {
  readonly schema: Schema;
  readonly compiler: Compiler = { expression: compileExpression, block: compileBlock };
  readonly lines: SourceLine[] = [];
  readonly classes: ClassInfo[] = [];
  readonly triggers: CompiledTrigger[] = [];
  readonly #byName = new Map<string, ClassInfo>();
  readonly #byType = new Map<Type, ClassInfo>();
  readonly #slots = new Map<string, number>();
  readonly #platform = platformTypes();
  readonly #versions = new Map<string, number>();
  readonly #unknownTypes = new Map<string, Type>();
  readonly #onUnknown: ProgramOptions['onUnknown'];

  /** @throws ApexError for a name or a type that is unknown; bodies are checked by `check` or at their first call */
  constructor(units: SourceUnit[], schema: Schema, options: ProgramOptions = {}) {
    this.schema = schema;
    this.#onUnknown = options.onUnknown;
    const triggers: [TriggerNode, string][] = [];
    for (const { file, node, apiVersion } of units) {
      this.#versions.set(file, apiVersion ?? API_VERSION);
      if (node.kind === 'trigger') triggers.push([node, file]);
      else this.#declare(node, file, null);
    }
    for (const info of this.classes) info.resolveParents();
    for (const info of this.classes) info.declareMembers();
    for (const [node, file] of triggers) this.#addTrigger(node, file);
  }

  #addTrigger(node: TriggerNode, file: string): void {
    try {
      this.triggers.push(compileTrigger(this, node, file));
    } catch (error) {
      if (!(error instanceof ApexError) || !this.#onUnknown) throw error;
      this.#onUnknown(error);
    }
  }

  /** Whether database operations of a file are in user mode unless they say otherwise: from API version 67. */
  defaultMode(file: string): 'user' | 'system' {
    return (this.#versions.get(file) ?? API_VERSION) >= 67 ? 'user' : 'system';
  }

  #declare(node: ClassNode, file: string, outer: ClassInfo | null): void {
    const info = new ClassInfo(this, node, file, outer);
    this.classes.push(info);
    this.#byName.set(info.type.name.toLowerCase(), info);
    this.#byType.set(info.type, info);
    for (const member of node.members) {
      if (member.kind === 'class' || member.kind === 'interface' || member.kind === 'enum')
        this.#declare(member, file, info);
    }
  }

  /** Compiles every body, so that what is unknown or wrongly typed is found without running it. */
  check(): void {
    for (const info of this.classes) info.compileAll();
  }

  fail(code: ApexErrorCode, reason: string, file: string, line: number): never {
    throw new ApexError(code, reason, file, line);
  }

  findClass(name: string): ClassInfo | null {
    return this.#byName.get(name.toLowerCase()) ?? null;
  }

  classOf(type: Type): ClassInfo {
    const info = this.#byType.get(type);
    if (!info) throw new Error(`${type.name} is no class of the program`);
    return info;
  }

  /** The names of a method's parameters; empty for a method of the platform. */
  parameterNames(method: Method): string[] {
    const node = this.#byType
      .get(method.owner)
      ?.node.members.find(
        (member) =>
          member.kind === 'method' &&
          member.name.toLowerCase() === method.name.toLowerCase() &&
          member.parameters.length === method.params.length,
      );
    return node?.kind === 'method' ? node.parameters.map(({ name }) => name) : [];
  }

  platformType(name: string): Type {
    const type = this.#platform.get(name.toLowerCase());
    if (!type) throw new Error(`the platform has no type ${name}`);
    return type;
  }

  lineSlot(file: string, line: number): number {
    const key = `${file}:${line}`;
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    this.lines.push({ file, line });
    this.#slots.set(key, this.lines.length - 1);
    return this.lines.length - 1;
  }

  /** @throws ApexError `apex_unknown` */
  resolve(node: TypeNode, from: ClassInfo | null, file: string): Type {
    const args = node.args.map((arg) => this.resolve(arg, from, file));
    const type = this.findType(node.name, from, args);
    if (type) return type;
    const error = new ApexError('apex_unknown', `There is no type ${node.name}.`, file, node.line);
    if (!this.#onUnknown) throw error;
    this.#onUnknown(error);
    const name = node.name.toLowerCase();
    const unknown = this.#unknownTypes.get(name) ?? new Type(node.name, 'class');
    this.#unknownTypes.set(name, unknown);
    return unknown;
  }

  findType(name: string, from: ClassInfo | null, args: Type[] = []): Type | null {
    const lower = name.toLowerCase();
    if (lower === 'list' && args.length === 1) return listOf(args[0] as Type);
    if (lower === 'set' && args.length === 1) return setOf(args[0] as Type);
    if (lower === 'map' && args.length === 2) return mapOf(args[0] as Type, args[1] as Type);
    for (let scope = from; scope; scope = scope.outer) {
      const inner = scope.findInner(lower);
      if (inner) return inner;
    }
    const short = lower.replace(/^(?:system|schema)\./, '');
    const prefix = this.schema.namespace ? `${this.schema.namespace.toLowerCase()}.` : null;
    const own = this.#byName.get(prefix && lower.startsWith(prefix) ? lower.slice(prefix.length) : lower);
    if (own) return own.type;
    const known =
      this.#platform.get(short) ?? this.schema.find(short)?.type ?? (lower === 'sobject' ? T.SObject : null);
    return known ?? nextToParent(from?.type ?? null, lower);
  }
}

/** A type of the class that contains a parent: `Fault` next to `Envelope.Base`, which is extended (aer-dist#491). */
function nextToParent(type: Type | null, name: string): Type | null {
  for (let parent = type?.superType ?? null; parent; parent = parent.superType) {
    const found = parent.outer?.inner.get(name);
    if (found) return found;
  }
  return null;
}
