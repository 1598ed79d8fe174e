import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element of a metadata file, with its place in the file. */
export interface XmlElement {
  readonly name: string;
  /** The text between its tags; empty for an element with children. */
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** A file that is not well-formed XML. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  captureMetaData: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
});
const PLACE = XMLParser.getMetaDataSymbol() as unknown as string;

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decode = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name ?? ''] ?? whole;
  });

/** The root element. Prefixes of names are dropped. @throws XmlError */
export function parseXml(source: string): XmlElement {
  const valid = XMLValidator.validate(source);
  if (valid !== true) throw new XmlError(valid.err.msg, valid.err.line, valid.err.col);
  const root = (parser.parse(source) as Node[]).find((node) => !tagOf(node).startsWith('?'));
  if (!root) throw new XmlError('The file has no element.', 1, 1);
  return toElement(root, lineStarts(source));
}

const tagOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';

function lineStarts(source: string): number[] {
  const starts = [0];
  for (let index = source.indexOf('\n'); index >= 0; index = source.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}

/** The last line that starts at or before the offset, from 0. */
function lineOf(offset: number, starts: readonly number[]): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function toElement(node: Node, starts: readonly number[]): XmlElement {
  const tag = tagOf(node);
  const content = node[tag] as readonly Node[];
  const offset = (node[PLACE] as { readonly startIndex: number }).startIndex;
  const line = lineOf(offset, starts);
  const attributes = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
  const texts = content.filter((child) => '#text' in child).map((child) => String(child['#text']));
  return {
    name: tag.replace(/^.*:/, ''),
    text: decode(texts.join('')),
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, decode(value)])),
    children: content.filter((child) => !('#text' in child)).map((child) => toElement(child, starts)),
    line: line + 1,
    column: offset - (starts[line] as number) + 1,
  };
}

export const childrenOf = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.filter((child) => child.name === name);

/** The text of the first child with this name; undefined = none. */
export const textOf = ({ children }: XmlElement, name: string): string | undefined =>
  children.find((child) => child.name === name)?.text;

/** Whether the first child with this name says `true`. */
export const isTrue = (element: XmlElement, name: string): boolean => textOf(element, name) === 'true';

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Content of an element to write: text, or elements by name; an array repeats the element. */
export type XmlContent =
  string | number | boolean | { readonly [name: string]: XmlContent | readonly XmlContent[] | undefined };

/** The elements as text, in the order of their names in `content`. */
export function writeXml(content: XmlContent): string {
  if (typeof content !== 'object') return escapeXml(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((each) => `<${name}>${writeXml(each as XmlContent)}</${name}>`),
    )
    .join('');
}

/** An element and what it contains as text. */
export function elementText({ name, text, attributes, children }: XmlElement, indent = ''): string {
  const head = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  if (children.length === 0) return `${indent}<${name}${head.join('')}>${escapeXml(text)}</${name}>\n`;
  const inner = children.map((child) => elementText(child, `${indent}    `)).join('');
  return `${indent}<${name}${head.join('')}>\n${inner}${indent}</${name}>\n`;
}
