/** Files of one deployment in the format of the Metadata API, by path. */
export type MetadataFiles = Readonly<Record<string, string>>;

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const API_VERSION = '68.0';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** Elements in the order of the metadata WSDL, which the platform requires. An object is a nested element. */
export type Elements = readonly (readonly [name: string, value: string | number | boolean | Elements])[];

/** One component as XML. */
export const componentXml = (type: string, elements: Elements): string =>
  `${XML}\n<${type} xmlns="${NAMESPACE}">\n${elementLines(elements, '    ')}</${type}>\n`;

const elementLines = (elements: Elements, indent: string): string =>
  elements
    .map(([name, value]) =>
      typeof value === 'object'
        ? `${indent}<${name}>\n${elementLines(value, `${indent}    `)}${indent}</${name}>\n`
        : `${indent}<${name}>${escapeXml(String(value))}</${name}>\n`,
    )
    .join('');

/** Components by type: full names. */
export type Members = Readonly<Record<string, readonly string[]>>;

/** The manifest of a deployment. */
export const packageXml = (members: Members): string =>
  componentXml('Package', [
    ...Object.entries(members).map(
      ([type, names]) => ['types', [...names.map((name) => ['members', name] as const), ['name', type]]] as const,
    ),
    ['version', API_VERSION],
  ]);

/** A deployment that deletes components. */
export const deletionOf = (members: Members): MetadataFiles => ({
  'package.xml': packageXml({}),
  'destructiveChanges.xml': packageXml(members),
});
