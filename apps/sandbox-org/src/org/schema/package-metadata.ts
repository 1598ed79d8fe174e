import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import {
  auditFields,
  checkbox,
  type Field,
  field,
  type FieldType,
  idField,
  READ_ONLY_OBJECT,
  reference,
  type SObject,
  sobject,
  systemField,
  text,
} from './field.ts';
import type { PackageMetadata } from './schema.ts';

export class PackageError extends Error {
  override readonly name = 'PackageError';
}

export interface FieldXml {
  readonly fullName: string;
  readonly label?: string;
  readonly type: string;
  readonly length?: string;
  readonly precision?: string;
  readonly scale?: string;
  readonly required?: string;
  readonly unique?: string;
  readonly externalId?: string;
  readonly defaultValue?: string;
  readonly trackHistory?: string;
  readonly referenceTo?: string;
  readonly relationshipName?: string;
  readonly deleteConstraint?: string;
  readonly displayFormat?: string;
  readonly valueSet?: {
    readonly restricted?: string;
    readonly valueSetDefinition?: { readonly value?: readonly { readonly fullName: string }[] };
  };
}

export interface ObjectXml {
  readonly label?: string;
  readonly pluralLabel?: string;
  readonly nameField?: { readonly label?: string; readonly type?: string; readonly displayFormat?: string };
}

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  Text: 'string',
  TextArea: 'textarea',
  LongTextArea: 'textarea',
  Html: 'textarea',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Checkbox: 'boolean',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
  Picklist: 'picklist',
  MultiselectPicklist: 'multipicklist',
  Lookup: 'reference',
  MasterDetail: 'reference',
  AutoNumber: 'string',
};

const parser = new XMLParser({ parseTagValue: false, isArray: (_, path) => String(path).endsWith('.value') });

function readXml<Content>(file: string, root: string): Content {
  const parsed = parser.parse(readFileSync(file, 'utf8')) as Record<string, Content | undefined>;
  const content = parsed[root];
  if (content === undefined) throw new PackageError(`${file} has no <${root}>: it is not metadata of that kind.`);
  return content;
}

/** Folders of the package that an org gets only on request. */
export const OPTIONAL_PARTS: readonly string[] = ['account', 'opportunity', 'contact', 'case', 'routing'];

/**
 * The objects and fields of a package in source format; none if the folder does not exist.
 * @param folder the package's folder, e.g. `force-app`
 * @param parts its optional parts to add
 * @throws PackageError
 */
export function readPackageMetadata(folder: string | undefined, parts: readonly string[] = []): PackageMetadata {
  if (folder === undefined) return { objects: [], fields: [] };
  const main = readObjects(join(folder, 'main', 'default', 'objects'));
  const optional = parts.map((part) => readObjects(join(folder, part, 'objects')));
  return {
    objects: main.objects,
    fields: [...main.fields, ...optional.flatMap(({ fields }) => fields)],
  };
}

function readObjects(objectsFolder: string): PackageMetadata {
  if (!existsSync(objectsFolder)) return { objects: [], fields: [] };
  const objects: SObject[] = [];
  const fields: { object: string; field: Field }[] = [];
  for (const name of readdirSync(objectsFolder).sort()) {
    const objectFields = readFields(join(objectsFolder, name, 'fields'));
    const objectFile = join(objectsFolder, name, `${name}.object-meta.xml`);
    if (name.endsWith('__mdt')) {
      const { label } = existsSync(objectFile) ? readXml<ObjectXml>(objectFile, 'CustomObject') : {};
      objects.push(toMetadataType(name, metadataKeyPrefix(objects.length), label, objectFields));
    } else if (name.endsWith('__c') && existsSync(objectFile)) {
      const xml = readXml<ObjectXml>(objectFile, 'CustomObject');
      objects.push(toCustomObject(name, customKeyPrefix(objects.length), xml, objectFields));
    } else fields.push(...objectFields.map((field) => ({ object: name, field })));
  }
  return { objects, fields };
}

/** `a` begins the key prefixes of custom objects. */
export const customKeyPrefix = (index: number): string => `a0${String.fromCharCode(65 + index)}`;

/** `m` begins the key prefixes of custom metadata types. */
export const metadataKeyPrefix = (index: number): string => `m0${String.fromCharCode(65 + index)}`;

/** A custom metadata type with its fields. Its records are components that are deployed. */
export const toMetadataType = (
  name: string,
  keyPrefix: string,
  label: string | undefined,
  fields: readonly Field[],
): SObject =>
  sobject(
    name,
    keyPrefix,
    [
      idField,
      ...['DeveloperName', 'MasterLabel', 'Language', 'NamespacePrefix', 'Label', 'QualifiedApiName'].map((field) =>
        text(field, 80),
      ),
      ...fields,
      field('SystemModstamp', 'datetime', { nillable: false }),
    ].map(systemField),
    { custom: true, label: label ?? name, ...READ_ONLY_OBJECT },
  );

function readFields(folder: string): Field[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.field-meta.xml'));
  return files
    .sort()
    .map((file) => toCustomField(join(folder, file), readXml<FieldXml>(join(folder, file), 'CustomField')));
}

/** A custom object with its fields. */
export function toCustomObject(name: string, keyPrefix: string, xml: ObjectXml, fields: readonly Field[]): SObject {
  const nameField = text('Name', 80, {
    isName: true,
    label: xml.nameField?.label,
    autoNumber: xml.nameField?.type === 'AutoNumber' ? (xml.nameField.displayFormat ?? '{0}') : null,
  });
  const owned = fields.some(({ cascadeDelete }) => cascadeDelete)
    ? []
    : [reference('OwnerId', ['User'], { nillable: false })];
  return sobject(name, keyPrefix, [idField, ...owned, nameField, ...auditFields, ...fields], {
    custom: true,
    label: xml.label ?? name,
    labelPlural: xml.pluralLabel ?? xml.label ?? name,
  });
}

/** @param file names the field in errors. @throws PackageError for an unknown type */
export function toCustomField(file: string, xml: FieldXml): Field {
  const type = FIELD_TYPES[xml.type];
  if (type === undefined) throw new PackageError(`${file} has the type ${xml.type}, which this org does not know.`);
  const yes = (value: string | undefined): boolean => value === 'true';
  const master = xml.type === 'MasterDetail';
  const long = xml.type === 'LongTextArea' || xml.type === 'Html';
  const shape = {
    label: xml.label ?? xml.fullName,
    length: fieldLength(xml, type),
    precision: Number(xml.precision ?? 0),
    scale: Number(xml.scale ?? 0),
    nillable: !yes(xml.required) && !master,
    unique: yes(xml.unique),
    externalId: yes(xml.externalId),
    tracked: yes(xml.trackHistory),
    filterable: !long,
    picklist: xml.valueSet?.valueSetDefinition?.value?.map(({ fullName }) => fullName) ?? [],
    restricted: yes(xml.valueSet?.restricted),
  };
  if (type === 'boolean') return checkbox(xml.fullName, { label: shape.label, defaultValue: yes(xml.defaultValue) });
  if (type === 'reference') {
    return reference(xml.fullName, [xml.referenceTo ?? ''], {
      ...shape,
      length: 18,
      updateable: !master,
      cascadeDelete: master || xml.deleteConstraint === 'Cascade',
      childRelationship: xml.relationshipName === undefined ? null : `${xml.relationshipName}__r`,
    });
  }
  return field(xml.fullName, type, shape);
}

function fieldLength(xml: FieldXml, type: FieldType): number {
  if (xml.length !== undefined) return Number(xml.length);
  if (type === 'email') return 80;
  if (type === 'phone') return 40;
  return ['textarea', 'url', 'picklist', 'string'].includes(type) ? 255 : 0;
}
