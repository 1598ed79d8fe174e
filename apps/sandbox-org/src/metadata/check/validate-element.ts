import { wsdlTypes } from './wsdl-types.ts';
import type { XmlElement } from '../xml.ts';

/** What is wrong in a file, and where. */
export interface Problem {
  readonly message: string;
  /** From 1; undefined = not known. */
  readonly line?: number;
  /** From 1; undefined = not known. */
  readonly column?: number;
}

const NAMESPACE = '{http://soap.sforce.com/2006/04/metadata}';
const PATTERNS: Readonly<Record<string, RegExp>> = {
  boolean: /^(true|false|0|1)$/,
  number: /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/,
  Date: /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)?)?$|^\d\d:\d\d:\d\d/,
};
const TEXT_TYPES = ['string', 'any', 'Buffer', 'ID'];

/**
 * Checks an element by the type of the metadata WSDL: names of elements, which are required and which may repeat, enumerations,
 * booleans, numbers and dates. The wording is the platform's, as forums quote it.
 */
export function validateElement(element: XmlElement, typeName: string): Problem[] {
  const type = wsdlTypes().get(typeName);
  if (!type) return checkText(element, typeName);
  if (type.kind === 'enum') {
    if (type.values.length === 0 || type.values.includes(element.text)) return [];
    return [problemAt(element, `'${element.text}' is not a valid value for the enum '${typeName}'`)];
  }
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const child of element.children) {
    const declared = type.elements.get(child.name);
    if (!declared) {
      problems.push(
        problemAt(
          child,
          `Error parsing file: Element ${NAMESPACE}${child.name} invalid at this location in type ${typeName}`,
        ),
      );
    } else if (seen.has(child.name) && !declared.isList) {
      problems.push(
        problemAt(
          child,
          `Error parsing file: Element ${child.name} is duplicated at this location in type ${typeName}`,
        ),
      );
    } else problems.push(...validateElement(child, typeOf(typeName, child.name, declared.type)));
    seen.add(child.name);
  }
  for (const [name, { isRequired }] of type.elements) {
    if (isRequired && !seen.has(name)) problems.push(problemAt(element, `Required field is missing: ${name}`));
  }
  if (element.children.length === 0 && element.text !== '') {
    problems.push(problemAt(element, `Error parsing file: Text is invalid at this location in type ${typeName}`));
  }
  return problems;
}

/** The configuration of targets is any XML; in the WSDL, which sends it as base64, a text. */
const typeOf = (type: string, element: string, declared: string): string =>
  type === 'LightningComponentBundle' && element === 'targetConfigs' ? 'any' : declared;

function checkText(element: XmlElement, typeName: string): Problem[] {
  if (typeName !== 'any' && element.children.length > 0) {
    return [problemAt(element, `Error parsing file: Element ${element.name} must be a ${typeName}`)];
  }
  const pattern = PATTERNS[typeName];
  if (pattern) {
    return pattern.test(element.text)
      ? []
      : [problemAt(element, `'${element.text}' is not a valid value for the type xsd:${typeName.toLowerCase()}`)];
  }
  if (TEXT_TYPES.includes(typeName)) return [];
  throw new Error(`The metadata WSDL has no type ${typeName}.`);
}

export const problemAt = ({ line, column }: XmlElement, message: string): Problem => ({ message, line, column });
