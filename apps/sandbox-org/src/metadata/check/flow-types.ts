import { childrenOf, isTrue, textOf, type XmlElement } from '../xml.ts';
import type { World } from './world.ts';

/** What a value of a flow can be. Picklists, ids and references are text. */
export type FlowType = 'text' | 'boolean' | 'number' | 'date' | 'datetime';

const TYPES: Readonly<Record<string, FlowType>> = {
  boolean: 'boolean',
  checkbox: 'boolean',
  currency: 'number',
  date: 'date',
  datetime: 'datetime',
  decimal: 'number',
  double: 'number',
  int: 'number',
  integer: 'number',
  long: 'number',
  number: 'number',
  percent: 'number',
};

/** @param name of the type of a field, of a variable of a flow or of Apex */
const toFlowType = (name: string): FlowType => TYPES[name.toLowerCase()] ?? 'text';

const VALUES: Readonly<Record<string, FlowType>> = {
  booleanValue: 'boolean',
  dateTimeValue: 'datetime',
  dateValue: 'date',
  numberValue: 'number',
  stringValue: 'text',
};

const GLOBALS: Readonly<Record<string, FlowType>> = {
  '$Flow.CurrentDate': 'date',
  '$Flow.CurrentDateTime': 'datetime',
  '$Flow.FaultMessage': 'text',
};

/** A variable of an invocable action. */
export interface InvocableVariable {
  readonly name: string;
  readonly type: FlowType;
  readonly isRequired: boolean;
}

/** The inputs and outputs of an invocable action of Apex whose method takes `List<Request>` and returns `List<Result>`. */
export interface InvocableAction {
  readonly inputs: readonly InvocableVariable[];
  readonly outputs: readonly InvocableVariable[];
}

/** @returns undefined if the class has no invocable method of that form */
export function readInvocableAction(source: string): InvocableAction | undefined {
  const method =
    /@InvocableMethod\b(?:\s*\([^]*?\))?\s+(?:public|global)\s+static\s+List<(\w+)>\s+\w+\s*\(\s*List<(\w+)>/i.exec(
      source,
    );
  if (!method) return undefined;
  return { inputs: variablesOf(source, method[2] ?? ''), outputs: variablesOf(source, method[1] ?? '') };
}

function variablesOf(source: string, className: string): InvocableVariable[] {
  const body = new RegExp(`\\bclass ${className}\\b[^{]*\\{([^]*?)\\n {2}\\}`).exec(source)?.[1] ?? '';
  const variable =
    /@InvocableVariable\b(?:\s*\(((?:'(?:[^'\\]|\\.)*'|[^')])*)\))?\s+(?:public|global)\s+(\w+)\s+(\w+)/gi;
  return [...body.matchAll(variable)].map(([, parameters = '', type = '', name = '']) => ({
    name,
    type: toFlowType(type),
    isRequired: /\brequired\s*=\s*true\b/.test(parameters.replaceAll(/'(?:[^'\\]|\\.)*'/g, '')),
  }));
}

/** The types of what a flow can refer to. */
export class FlowTypes {
  readonly #flow: XmlElement;
  readonly #world: World;
  /** The object of the record that starts the flow; empty = none. */
  readonly object: string;

  constructor(flow: XmlElement, world: World) {
    this.#flow = flow;
    this.#world = world;
    this.object = childrenOf(flow, 'start').flatMap((start) => textOf(start, 'object') ?? [])[0] ?? '';
  }

  /** @returns undefined if the object has no such field */
  ofField(object: string, field: string): FlowType | undefined {
    const type = this.#world.typeOfField(`${object}.${field}`);
    return type === undefined ? undefined : toFlowType(type);
  }

  /** The action that an element calls; undefined if it calls none of Apex, or the org has none. */
  actionOf(call: XmlElement): InvocableAction | undefined {
    if (textOf(call, 'actionType') !== 'apex') return undefined;
    const component = this.#world.find('ApexClass', textOf(call, 'actionName') ?? '');
    return component && readInvocableAction(Object.values(component.files)[0] ?? '');
  }

  /**
   * The type of a reference such as `$Record.Status` or `Route_Lead.outcome`.
   * @returns undefined if there is nothing of that name; null if its type is not known here
   */
  ofReference(reference: string): FlowType | null | undefined {
    const [name = '', ...path] = reference.split('.');
    if (/^\$Record(?:__Prior)?$/.test(name)) return path.length === 1 ? this.ofField(this.object, path[0] ?? '') : null;
    if (name.startsWith('$')) return GLOBALS[reference] ?? null;
    const named = this.#flow.children.find((element) => textOf(element, 'name') === name);
    if (!named) return undefined;
    if (['constants', 'formulas', 'variables'].includes(named.name)) {
      return path.length > 0 || isTrue(named, 'isCollection') ? null : toFlowType(textOf(named, 'dataType') ?? '');
    }
    const action = named.name === 'actionCalls' ? this.actionOf(named) : undefined;
    return action ? action.outputs.find((output) => output.name === path[0])?.type : null;
  }

  /** The same for an element such as `value` or `rightValue`, with what it refers to. */
  ofValue(value: XmlElement | undefined): FlowType | null | undefined {
    const content = value?.children[0];
    if (!content) return null;
    return content.name === 'elementReference' ? this.ofReference(content.text) : (VALUES[content.name] ?? null);
  }
}
