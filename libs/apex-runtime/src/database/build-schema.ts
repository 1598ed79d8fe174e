import { platformTypes } from '../platform/platform.ts';
import { T } from '../types/builtin.ts';
import { ApexDecimal } from '../values/decimal.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/values.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from './metadata.ts';
import { ObjectShape, Schema, type FieldShape } from './schema.ts';
import { STANDARD_OBJECTS, SYSTEM_FIELDS } from './standard-objects.ts';

interface Kind {
  type: Type;
  display: string;
}

const KINDS: Record<string, () => Kind> = {
  Id: () => ({ type: T.Id, display: 'ID' }),
  String: () => ({ type: T.String, display: 'STRING' }),
  Text: () => ({ type: T.String, display: 'TEXTAREA' }),
  Email: () => ({ type: T.String, display: 'EMAIL' }),
  Phone: () => ({ type: T.String, display: 'PHONE' }),
  Url: () => ({ type: T.String, display: 'URL' }),
  Picklist: () => ({ type: T.String, display: 'PICKLIST' }),
  MultiPicklist: () => ({ type: T.String, display: 'MULTIPICKLIST' }),
  Boolean: () => ({ type: T.Boolean, display: 'BOOLEAN' }),
  Integer: () => ({ type: T.Integer, display: 'INTEGER' }),
  Decimal: () => ({ type: T.Decimal, display: 'DOUBLE' }),
  Currency: () => ({ type: T.Decimal, display: 'CURRENCY' }),
  Percent: () => ({ type: T.Decimal, display: 'PERCENT' }),
  Date: () => ({ type: T.Date, display: 'DATE' }),
  Datetime: () => ({ type: T.Datetime, display: 'DATETIME' }),
  Address: () => ({ type: T.Object, display: 'ADDRESS' }),
  Base64: () => ({ type: T.Blob, display: 'BASE64' }),
};

/** The types of custom fields in metadata. */
const METADATA_TYPES: Record<string, string> = {
  Text: 'String',
  TextArea: 'Text',
  LongTextArea: 'Text',
  Checkbox: 'Boolean',
  Number: 'Decimal',
  Currency: 'Currency',
  Percent: 'Percent',
  Picklist: 'Picklist',
  DateTime: 'Datetime',
  Date: 'Date',
  Email: 'Email',
  Phone: 'Phone',
  Url: 'Url',
  Html: 'Text',
  MultiselectPicklist: 'MultiPicklist',
  AutoNumber: 'String',
  EncryptedText: 'String',
  Summary: 'Decimal',
  MetadataRelationship: 'String',
};

function standardField(line: string): FieldShape {
  const [name = '', typeText = '', ...marks] = line.split(' ');
  const [, typeName = '', length] = /^(\w+)(?:\((\d+)\))?$/.exec(typeText) ?? [];
  const kind = KINDS[typeName]?.();
  return {
    name,
    label: name.replace(/Id$/, '').replace(/([a-z])([A-Z])/g, '$1 $2') || 'Id',
    ...(kind ?? { type: T.Id, display: 'REFERENCE' }),
    references: kind ? null : typeName,
    relationship: kind ? null : name.replace(/Id$/, ''),
    children: marks.find((mark) => mark.startsWith('children:'))?.slice('children:'.length) ?? null,
    isRequired: marks.includes('required'),
    isReadOnly: marks.includes('readonly'),
    isCalculated: false,
    isPermissionable: !marks.includes('system'),
    isUnique: name === 'Username',
    isExternalId: false,
    isIdLookup: marks.includes('idLookup') || name === 'Id',
    isCaseSensitive: false,
    length: Number(
      length ??
        (typeName === 'Id' || !kind
          ? 18
          : typeName === 'Picklist' || typeName === 'Email' || typeName === 'Url'
            ? 255
            : 0),
    ),
    defaultValue: typeName === 'Boolean' ? false : null,
    picklist: [],
  };
}

/** Whether a field of this type of metadata can be in a schema. */
export const isFieldType = (type: string): boolean =>
  type === 'Lookup' || type === 'MasterDetail' || METADATA_TYPES[type] !== undefined;

function customField(metadata: FieldMetadata): FieldShape {
  const isLookup = metadata.type === 'Lookup' || metadata.type === 'MasterDetail';
  const kindName = METADATA_TYPES[metadata.type];
  if (!isFieldType(metadata.type))
    throw new Error(`the field type ${metadata.type} of ${metadata.name} is not supported`);
  const kind = isLookup ? { type: T.Id, display: 'REFERENCE' } : (KINDS[kindName ?? ''] as () => Kind)();
  return {
    name: metadata.name,
    label: metadata.label,
    ...kind,
    references: isLookup || metadata.type === 'MetadataRelationship' ? (metadata.referenceTo ?? null) : null,
    relationship:
      isLookup || metadata.type === 'MetadataRelationship'
        ? metadata.name.replace(/__c$/, '__r').replace(/Id$/, '')
        : null,
    children: metadata.relationshipName ? `${metadata.relationshipName}__r` : null,
    isRequired: metadata.required ?? false,
    isReadOnly: metadata.type === 'AutoNumber' || metadata.type === 'Summary',
    isCalculated: (metadata.isFormula ?? false) || metadata.type === 'AutoNumber' || metadata.type === 'Summary',
    isPermissionable: !(metadata.required ?? false),
    isUnique: metadata.unique ?? false,
    isExternalId: metadata.externalId ?? false,
    isIdLookup: metadata.externalId ?? false,
    isCaseSensitive: !metadata.unique || (metadata.caseSensitive ?? false),
    isAutoNumber: metadata.type === 'AutoNumber',
    length: isLookup ? 18 : (metadata.length ?? 0),
    defaultValue: defaultOf(metadata),
    picklist: metadata.picklist ?? [],
  };
}

/** A default that is a constant; other formulas are not evaluated, so such a field starts empty. */
function defaultOf({ type, defaultValue = '' }: FieldMetadata): Value {
  if (type === 'Checkbox') return defaultValue === 'true';
  const quoted = /^(["'])(.*)\1$/.exec(defaultValue);
  if (type === 'Picklist') return defaultValue === '' ? null : (quoted?.[2] ?? defaultValue);
  if (quoted) return quoted[2] ?? null;
  return type === 'Number' || type === 'Currency' || type === 'Percent' ? ApexDecimal.parse(defaultValue) : null;
}

const KIND_BY_SUFFIX = { __e: 'event', __mdt: 'metadata', __c: 'data' } as const;

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Standard objects with the custom fields and objects of the package and of the org. */
export function buildSchema(metadata: OrgMetadata): Schema {
  platformTypes();
  const system = lines(SYSTEM_FIELDS);
  const heads: {
    name: string;
    prefix: string;
    kind: ObjectShape['kind'];
    fields: FieldShape[];
    isSetting?: boolean;
  }[] = [];
  for (const line of lines(STANDARD_OBJECTS)) {
    const head = /^(\w+) (\w{3}) (data|setup)$/.exec(line);
    if (head) {
      const [, name = '', prefix = '', kind] = head;
      heads.push({ name, prefix, kind: kind as 'data', fields: system.map(standardField) });
    } else heads.at(-1)?.fields.push(standardField(line));
  }
  const labels = new Map<string, string>();
  for (const object of metadata.objects) {
    const custom = object.fields.map(customField);
    labels.set(object.name, object.label);
    const standard = heads.find(({ name }) => name === object.name);
    if (standard) standard.fields.push(...custom);
    else if (object.name === 'CurrencyType')
      heads.push({
        name: object.name,
        prefix: '01L',
        kind: 'setup',
        fields: [...system.map(standardField), ...custom],
      });
    else if (object.name.endsWith('__c') && !object.isSetting)
      heads.push(
        customObject(object, [...system.map(standardField), ...custom], heads.length),
        shareOf(object, system),
      );
    else if (KIND_BY_SUFFIX[/__(?:e|mdt|c)$/.exec(object.name)?.[0] as keyof typeof KIND_BY_SUFFIX])
      heads.push(customObject(object, [...system.map(standardField), ...custom], heads.length));
  }
  const shapes = heads.map(
    ({ name, prefix, kind, fields, isSetting }) =>
      new ObjectShape(name, labels.get(name) ?? name, prefix, kind, fields, isSetting, metadata.namespace ?? null),
  );
  return new Schema(shapes, Object.keys(metadata.labels), metadata.namespace ?? null);
}

/** The object whose records share those of a custom object (Apex Developer Guide, Understanding Sharing). */
function shareOf({ name }: ObjectMetadata, system: string[]) {
  const fields = [
    `ParentId ${name} required system children:Shares`,
    'UserOrGroupId User required system',
    'AccessLevel Picklist required system',
    'RowCause Picklist system',
  ];
  const shareName = name.replace(/__c$/, '__Share');
  return { name: shareName, prefix: '02c', kind: 'data' as const, fields: [...system, ...fields].map(standardField) };
}

function customObject(object: ObjectMetadata, fields: FieldShape[], place: number) {
  const suffix = /__(?:e|mdt|c)$/.exec(object.name)?.[0] as keyof typeof KIND_BY_SUFFIX;
  const kind = KIND_BY_SUFFIX[suffix];
  const extra = {
    data: ['Name String(80) system idLookup', 'OwnerId User system'],
    event: ['ReplayId String(20) readonly system', 'EventUuid String(36) readonly system'],
    metadata: ['DeveloperName String(40) system', 'MasterLabel String(40) system', 'Label String(40) system'],
  }[kind];
  return {
    name: object.name,
    prefix: `a${place.toString(36).padStart(2, '0')}`,
    kind: kind as ObjectShape['kind'],
    fields: [
      ...fields,
      ...(object.isSetting ? ['Name String(80) system', 'SetupOwnerId User system'] : extra).map(standardField),
    ],
    isSetting: object.isSetting ?? false,
  };
}
