import type { Vm } from '../run/vm.ts';
import { listOf, mapOf, setOf, T } from '../types/builtin.ts';
import { Type, type Method, type TypeKind } from '../types/type.ts';
import { ApexEnum, type Value } from '../values/values.ts';

/** The code of a member; constructors (`new`) change `self`. Arguments have the types that the signature says, which is text. */
export type Implementation = (vm: Vm, self: never, ...args: never[]) => Value | void;

/**
 * Classes of the platform: signatures as text, from which names are bound and types are checked, and the code of each member
 * by `Class.member`. Overloads share their code unless there is a key with parameter types: `Math.abs(Decimal)`. A property
 * has a key `Class.name`, and `Class.name=` if it can be set.
 */
export interface Library {
  signatures: string;
  code: Record<string, Implementation>;
}

interface Declaration {
  name: string;
  kind: TypeKind;
  parameters: string[];
  superType: string | null;
  interfaces: string[];
  members: string[];
}

const HEAD =
  /^(abstract )?(class|interface) (\w[\w.]*)(?:<([\w,]+)>)?(?: extends (\w[\w.]*))?(?: implements ([\w., ]+))?$/;
const METHOD = /^(static )?(?:([\w.<>, ]+?) )?(\w+)\((.*)\)$/;
const PROPERTY = /^(static )?([\w.<>,]+) (\w+)$/;

/** Splits at commas that are outside of `<…>`. */
export function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const char of text) {
    if (char === '<') depth++;
    if (char === '>') depth--;
    if (char === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += char;
  }
  return part.trim() ? [...parts, part.trim()] : parts;
}

export class PlatformRegistry {
  readonly types = new Map<string, Type>();
  readonly #code: Record<string, Implementation> = {};
  readonly #templates = new Map<string, Declaration>();
  readonly used = new Set<string>();

  constructor(libraries: Library[]) {
    for (const type of Object.values(T))
      if (type.kind !== 'void' && type.kind !== 'null') this.types.set(type.name.toLowerCase(), type);
    const declarations = libraries.flatMap(({ signatures, code }) => {
      Object.assign(this.#code, code);
      return this.#parse(signatures);
    });
    for (const declaration of declarations) {
      for (const member of declaration.members) this.#member(this.#own(declaration.name), member, {});
    }
  }

  get unusedCode(): string[] {
    return Object.keys(this.#code).filter((key) => !this.used.has(key));
  }

  #own(name: string): Type {
    return this.types.get(name.toLowerCase()) as Type;
  }

  #parse(text: string): Declaration[] {
    const declarations: Declaration[] = [];
    for (const line of text
      .split('\n')
      .map((part) => part.trim())
      .filter(Boolean)) {
      if (line.startsWith('enum ')) this.#enum(line);
      else if (HEAD.test(line)) this.#head(line, declarations);
      else declarations.at(-1)?.members.push(line);
    }
    const open = declarations.filter(({ parameters }) => parameters.length === 0);
    for (const { name, superType, interfaces } of open) {
      const type = this.#own(name);
      if (superType) type.superType = this.type(superType, {});
      type.interfaces.push(...interfaces.map((parent) => this.type(parent, {})));
    }
    return open;
  }

  #head(line: string, declarations: Declaration[]): void {
    const [, abstract, kind, name = '', parameters, superType, interfaces] = HEAD.exec(line) ?? [];
    const declaration: Declaration = {
      name,
      kind: kind as TypeKind,
      parameters: parameters ? parameters.split(',') : [],
      superType: superType ?? null,
      interfaces: interfaces ? splitTypes(interfaces) : [],
      members: [],
    };
    declarations.push(declaration);
    if (declaration.parameters.length > 0) {
      this.#templates.set(name.toLowerCase(), declaration);
      return;
    }
    const type = this.types.get(name.toLowerCase()) ?? new Type(name, kind as TypeKind);
    if (abstract || kind === 'interface') type.isAbstract = true;
    this.types.set(name.toLowerCase(), type);
  }

  #enum(line: string): void {
    const [, name = '', constants = ''] = /^enum ([\w.]+) (.*)$/.exec(line) ?? [];
    const type = new Type(name, 'enum');
    this.types.set(name.toLowerCase(), type);
    for (const [ordinal, constant] of splitTypes(constants).entries()) {
      const value = new ApexEnum(type, constant, ordinal);
      type.constants.push(value);
      type.fields.set(constant.toLowerCase(), { owner: type, name: constant, type, isStatic: true, get: () => value });
    }
  }

  /** A type by its text, with the parameters of a generic class. */
  type(text: string, parameters: Record<string, Type>): Type {
    const bound = parameters[text];
    if (bound) return bound;
    const generic = /^(List|Set|Map)<(.*)>$/.exec(text);
    if (generic) {
      const [first, second] = splitTypes(generic[2] ?? '').map((arg) => this.type(arg, parameters)) as [Type, Type];
      if (generic[1] === 'List') return listOf(first);
      return generic[1] === 'Set' ? setOf(first) : mapOf(first, second);
    }
    if (text === 'void') return T.void;
    const type = this.types.get(text.toLowerCase());
    if (!type) throw new Error(`a signature names the unknown type ${text}`);
    return type;
  }

  /** Gives a list, set or map type its members. */
  complete(type: Type): void {
    const template = this.#templates.get(type.kind) as Declaration;
    const parameters = Object.fromEntries(template.parameters.map((name, place) => [name, type.args[place] as Type]));
    type.interfaces.push(...template.interfaces.map((parent) => this.type(parent, parameters)));
    for (const member of template.members) this.#member(type, member, parameters, template.name);
  }

  #member(type: Type, line: string, parameters: Record<string, Type>, owner = type.name): void {
    const method = METHOD.exec(line);
    if (!method) return this.#property(type, line, parameters, owner);
    const [, isStatic, returns, name = '', list = ''] = method;
    const texts = splitTypes(list);
    const params = texts.map((text) => this.type(text, parameters));
    const isAbstract = type.isAbstract && !this.#code[`${owner}.${name}`];
    const declared: Method = {
      owner: type,
      name,
      params,
      returns: returns ? this.type(returns, parameters) : T.void,
      isStatic: Boolean(isStatic),
      isAbstract,
      invoke: isAbstract ? virtualInvoke(name) : this.#invoke(`${owner}.${name}`, texts),
    };
    if (name === 'new') type.constructors.push(declared);
    else type.addMethod(declared);
  }

  #property(type: Type, line: string, parameters: Record<string, Type>, owner: string): void {
    const [, isStatic, typeText = '', name = ''] = PROPERTY.exec(line) ?? [];
    const key = `${owner}.${name}`;
    const field = { owner: type, name, type: this.type(typeText, parameters), isStatic: Boolean(isStatic) };
    const set = this.#code[`${key}=`] ? this.#invoke(`${key}=`, []) : undefined;
    type.fields.set(name.toLowerCase(), { ...field, get: this.#invoke(key, []), ...(set ? { set } : {}) });
  }

  #invoke(key: string, parameterTexts: string[]): Method['invoke'] {
    const exact = `${key}(${parameterTexts.join(',')})`;
    const found = this.#code[exact] ? exact : key;
    const code = this.#code[found];
    if (!code) throw new Error(`${exact} has a signature but no code`);
    this.used.add(found);
    return (vm, self, args) => (code(vm, self as never, ...(args as never[])) as Value | undefined) ?? null;
  }
}

/** A method of an interface: the class of the program has it. */
function virtualInvoke(name: string): Method['invoke'] {
  return (vm, self, args) => vm.call(self as never, name, args);
}
