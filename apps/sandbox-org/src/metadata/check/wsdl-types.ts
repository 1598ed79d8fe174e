import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** An element of a type in the metadata WSDL. */
export interface WsdlElement {
  /** `string`, `boolean`, `number`, `Date`, `any`, or the name of another type. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly isList: boolean;
}

export type WsdlType =
  | { readonly kind: 'complex'; readonly elements: ReadonlyMap<string, WsdlElement> }
  /** Without values it is any text. */
  | { readonly kind: 'enum'; readonly values: readonly string[] };

/**
 * The types of the Metadata API by name. They are read from the declarations that Salesforce generates from the WSDL and publishes
 * as `@salesforce/types` (BSD-3-Clause): an element with `?` is optional (`minOccurs="0"`), one with `[]` repeats.
 */
export function wsdlTypes(): ReadonlyMap<string, WsdlType> {
  cached ??= parseDeclarations(
    readFileSync(fileURLToPath(import.meta.resolve('@salesforce/types/metadata')).replace(/\.js$/, '.d.ts'), 'utf8'),
  );
  return cached;
}

let cached: ReadonlyMap<string, WsdlType> | undefined;

const DECLARATION =
  /^export (?:type (\w+) = (?:(\w+)(?: & )?)?(\{[^]*?^\};|\{ ?\};|;)|type (\w+) = ('[^;]*|string);)/gm;
const ELEMENT = /^ {4}(\w+)(\?)?: (.+);$/gm;

/** @param source TypeScript, with one type in each export */
function parseDeclarations(source: string): ReadonlyMap<string, WsdlType> {
  const bases = new Map<string, string>();
  const own = new Map<string, ReadonlyMap<string, WsdlElement>>();
  const types = new Map<string, WsdlType>();
  for (const [, name, base, body = '', enumName, values = ''] of source.matchAll(DECLARATION)) {
    if (enumName !== undefined) {
      types.set(enumName, { kind: 'enum', values: [...values.matchAll(/'([^']*)'/g)].map(([, value = '']) => value) });
    } else if (name !== undefined) {
      if (base !== undefined) bases.set(name, base);
      own.set(
        name,
        new Map(
          [...body.matchAll(ELEMENT)].map(([, element = '', optional, type = '']) => [
            element,
            toElement(type, optional),
          ]),
        ),
      );
    }
  }
  const elementsOf = (name: string): [string, WsdlElement][] => {
    const base = bases.get(name);
    return [...(base === undefined ? [] : elementsOf(base)), ...(own.get(name) ?? [])];
  };
  for (const name of own.keys()) types.set(name, { kind: 'complex', elements: new Map(elementsOf(name)) });
  return types;
}

function toElement(type: string, optional: string | undefined): WsdlElement {
  const isList = type.endsWith('[]');
  return { type: type.replace(/\[\]$/, ''), isRequired: optional === undefined && !isList, isList };
}
