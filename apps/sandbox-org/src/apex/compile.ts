import { setImmediate } from 'node:timers/promises';
import {
  ApexError,
  NO_RULES,
  parseUnit,
  PROFILES,
  Program,
  schemaOf,
  type OrgShape,
  type SourceUnit,
} from '@leadlight/apex-runtime';
import type { Component, ComponentStore } from '../metadata/component-store.ts';
import type { Problem } from '../metadata/check/validate-element.ts';
import { toOrgMetadata } from './org-metadata.ts';

/** A problem in the code of a class or trigger. */
export interface CodeProblem extends Problem {
  /** e.g. `classes/LeadSelector.cls` */
  readonly fileName: string;
}

/** The code of an org: without problems, a program that runs. */
export interface CompiledCode {
  readonly shape: OrgShape;
  readonly program: Program | undefined;
  readonly problems: readonly CodeProblem[];
}

const CODE_TYPES = ['ApexClass', 'ApexTrigger'];
export const isCode = ({ type }: Pick<Component, 'type'>): boolean => CODE_TYPES.includes(type);

export const sourceOf = ({ files }: Component): string => Object.values(files)[0] ?? '';

/** The names and keywords in a class or trigger, in lower case. */
export const wordsOf = (component: Component): Set<string> =>
  new Set((sourceOf(component).match(/\b[A-Za-z]\w*/g) ?? []).map((word) => word.toLowerCase()));

/** The ids of the classes and triggers by file. */
export const codeIds = (components: ComponentStore): ReadonlyMap<string, string> =>
  new Map(
    components
      .all()
      .filter(isCode)
      .map(({ fileName, id }) => [fileName, id]),
  );

/** Trees by source, because parsing takes longer than anything else. */
const trees = new Map<string, SourceUnit['node']>();
const MAX_TREES = 2_000;

function parse(component: Component): SourceUnit {
  const source = sourceOf(component);
  const key = `${component.fileName}\n${source}`;
  const known = trees.get(key);
  if (known) return { file: component.fileName, node: known };
  if (trees.size >= MAX_TREES) trees.clear();
  const node = parseUnit(source, component.fileName);
  trees.set(key, node);
  return { file: component.fileName, node };
}

/** Compiles all classes and triggers of the components, and lets requests be answered in between. */
export async function compileCode(components: readonly Component[]): Promise<CompiledCode> {
  const compiler = new CodeCompiler(components);
  const units: SourceUnit[] = [];
  for (const component of components.filter(isCode)) {
    const unit = compiler.attempt(component.fileName, () => parse(component));
    if (unit) units.push(unit);
    await setImmediate();
  }
  const program = compiler.declare(units);
  for (const info of program?.classes ?? []) {
    compiler.attempt(info.file, () => info.compileAll());
    await setImmediate();
  }
  const { shape, problems } = compiler;
  return { shape, problems, program: problems.length === 0 ? program : undefined };
}

class CodeCompiler {
  readonly shape: OrgShape;
  readonly problems: CodeProblem[] = [];
  readonly #sources: ReadonlyMap<string, string>;

  constructor(components: readonly Component[]) {
    const metadata = toOrgMetadata(components);
    this.shape = { name: 'sandbox org', metadata, rules: NO_RULES, profiles: PROFILES };
    this.#sources = new Map(components.filter(isCode).map((component) => [component.fileName, sourceOf(component)]));
  }

  /** The result of `work`, or undefined after an error of the code. */
  attempt<Result>(file: string, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ApexError)) throw error;
      this.#report(error, file);
      return undefined;
    }
  }

  /** A program of the units that can be declared; a unit that needs one of the others is invalid, too. */
  declare(units: readonly SourceUnit[]): Program | undefined {
    let rest = [...units];
    while (rest.length > 0) {
      try {
        return new Program(rest, schemaOf(this.shape));
      } catch (error) {
        if (!(error instanceof ApexError)) throw error;
        this.#report(error, error.file);
        const remaining = rest.filter(({ file }) => file !== error.file);
        if (remaining.length === rest.length) return undefined;
        rest = remaining;
      }
    }
    return undefined;
  }

  #report({ reason, line, file }: ApexError, fallback: string): void {
    const fileName = this.#sources.has(file) ? file : fallback;
    if (this.problems.some((problem) => problem.fileName === fileName && problem.line === line)) return;
    const text = this.#sources.get(fileName)?.split('\n')[line - 1] ?? '';
    // The runtime knows lines only: the column is where the name in question is, or where the line begins.
    const name = /\b([A-Za-z]\w*)\.$/.exec(reason)?.[1] ?? '';
    const column = 1 + Math.max(name === '' ? -1 : text.indexOf(name), text.search(/\S/), 0);
    this.problems.push({ fileName, message: reason, line: Math.max(line, 1), column });
  }
}
