import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import type { FieldMetadata, OrgMetadata, PermissionSetMetadata } from '../database/metadata.ts';
import { filesOf } from './files-of.ts';

type Xml = Record<string, unknown>;

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false });
export const list = (value: unknown): Xml[] =>
  value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as Xml[]);
export const isTrue = (value: unknown): boolean => value === 'true';

export function readXml(root: string, path: string): Xml {
  const parsed = parser.parse(readFileSync(join(root, path), 'utf8')) as Xml;
  return Object.entries(parsed).find(([name]) => name !== '?xml')?.[1] as Xml;
}

function readField(source: Xml): FieldMetadata {
  return {
    name: String(source['fullName']),
    label: String(source['label']),
    type: String(source['type']),
    length: Number(source['length'] ?? 0),
    required: isTrue(source['required']),
    unique: isTrue(source['unique']),
    externalId: isTrue(source['externalId']),
    caseSensitive: isTrue(source['caseSensitive']),
    isFormula: source['formula'] !== undefined,
    picklist: picklistOf(source).map((value) => String(value['fullName'])),
    ...(source['relationshipName'] ? { relationshipName: String(source['relationshipName']) } : {}),
    ...(source['referenceTo'] ? { referenceTo: String(source['referenceTo']) } : {}),
    ...defaultOf(source),
  };
}

/** The formula of a default, or the value of a picklist that is marked as such. */
function defaultOf(source: Xml): { defaultValue?: string } {
  if (source['defaultValue'] !== undefined) return { defaultValue: String(source['defaultValue']) };
  const marked = picklistOf(source).find((value) => isTrue(value['default']));
  return marked ? { defaultValue: String(marked['fullName']) } : {};
}

function picklistOf(source: Xml): Xml[] {
  const definition = (source['valueSet'] as Xml | undefined)?.['valueSetDefinition'] as Xml | undefined;
  return list(definition?.['value']);
}

function readPermissionSet(name: string, source: Xml): PermissionSetMetadata {
  return {
    name,
    label: String(source['label']),
    classes: list(source['classAccesses'])
      .filter((access) => isTrue(access['enabled']))
      .map((access) => String(access['apexClass'])),
    customPermissions: list(source['customPermissions'])
      .filter((permission) => isTrue(permission['enabled']))
      .map((permission) => String(permission['name'])),
    fields: list(source['fieldPermissions']).map((permission) => ({
      field: String(permission['field']),
      readable: isTrue(permission['readable']),
      editable: isTrue(permission['editable']),
    })),
    objects: list(source['objectPermissions']).map((permission) => ({
      object: String(permission['object']),
      read: isTrue(permission['allowRead']),
      create: isTrue(permission['allowCreate']),
      edit: isTrue(permission['allowEdit']),
      delete: isTrue(permission['allowDelete']),
      viewAll: isTrue(permission['viewAllRecords']),
      modifyAll: isTrue(permission['modifyAllRecords']),
    })),
  };
}

function readValue(value: unknown): string | number | boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return String(value);
  const { '#text': text, '@xsi:type': type } = value as { '#text'?: string; '@xsi:type'?: string };
  if (text === undefined) return null;
  if (type === 'xsd:boolean') return text === 'true';
  return type === 'xsd:double' || type === 'xsd:int' ? Number(text) : text;
}

/** The file name of a path without its suffix. */
export const nameOf = (path: string, suffix: string): string => basename(path).slice(0, -suffix.length);

/**
 * The metadata of a package in source format, as far as the runtime knows it.
 * @param root the folder with `classes`, `objects`…
 * @param translationsRoot the folder with translations of labels; null = English only
 */
export function readPackage(root: string, translationsRoot: string | null = null): OrgMetadata {
  const paths = filesOf(root);
  const withSuffix = (suffix: string): string[] => paths.filter((path) => path.endsWith(suffix));
  const fields = withSuffix('.field-meta.xml').map((path) => ({
    object: path.split('/').at(-3) as string,
    field: readField(readXml(root, path)),
  }));
  const declared = withSuffix('.object-meta.xml').map((path) => nameOf(path, '.object-meta.xml'));
  const names = [...new Set([...fields.map(({ object }) => object), ...declared])];
  const labels = withSuffix('.labels-meta.xml').flatMap((path) => list(readXml(root, path)['labels']));
  return {
    objects: names.map((name) => {
      const path = withSuffix('.object-meta.xml').find((candidate) => nameOf(candidate, '.object-meta.xml') === name);
      const source = path ? readXml(root, path) : {};
      return {
        name,
        label: String(source['label'] ?? name),
        isSetting: source['customSettingsType'] !== undefined,
        fields: fields.filter(({ object }) => object === name).map(({ field }) => field),
      };
    }),
    labels: Object.fromEntries(labels.map((label) => [String(label['fullName']), String(label['value'])])),
    translations: translationsRoot ? readTranslations(translationsRoot) : {},
    permissionSets: withSuffix('.permissionset-meta.xml').map((path) =>
      readPermissionSet(nameOf(path, '.permissionset-meta.xml'), readXml(root, path)),
    ),
    customMetadata: withSuffix('.md-meta.xml').map((path) => {
      const [type, name] = nameOf(path, '.md-meta.xml').split('.') as [string, string];
      const source = readXml(root, path);
      const values = list(source['values']).map(
        (value) => [String(value['field']), readValue(value['value'])] as const,
      );
      return { type: `${type}__mdt`, name, label: String(source['label']), values: Object.fromEntries(values) };
    }),
    staticResources: withSuffix('.resource-meta.xml').flatMap((path) => {
      const name = nameOf(path, '.resource-meta.xml');
      const file = paths.find(
        (other) => other.startsWith(`${path.slice(0, -'.resource-meta.xml'.length)}.`) && other !== path,
      );
      return file ? [{ name, text: readFileSync(join(root, file), 'utf8') }] : [];
    }),
    classes: withSuffix('.cls').map((path) => nameOf(path, '.cls')),
  };
}

function readTranslations(root: string): Record<string, Record<string, string>> {
  const paths = filesOf(root).filter((path) => path.endsWith('.translation-meta.xml'));
  return Object.fromEntries(
    paths.map((path) => {
      const labels = list(readXml(root, path)['customLabels']);
      return [
        nameOf(path, '.translation-meta.xml'),
        Object.fromEntries(labels.map(({ name, label }) => [String(name), String(label)])),
      ];
    }),
  );
}
