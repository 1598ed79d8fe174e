import { platformTypes } from '../platform/platform.ts';
import { T } from '../types/builtin.ts';
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
    isRequired: marks.includes('required'),
    isReadOnly: marks.includes('readonly'),
    isCalculated: false,
    isPermissionable: !marks.includes('system'),
    isUnique: name === 'Username',
    length: Number(length ?? (typeName === 'Picklist' || typeName === 'Email' || typeName === 'Url' ? 255 : 0)),
    defaultValue: typeName === 'Boolean' ? false : null,
    picklist: [],
  };
}

function customField(metadata: FieldMetadata): FieldShape {
  const isLookup = metadata.type === 'Lookup' || metadata.type === 'MasterDetail';
  const kindName = METADATA_TYPES[metadata.type];
  if (!isLookup && !kindName) throw new Error(`the field type ${metadata.type} of ${metadata.name} is not supported`);
  const kind = isLookup ? { type: T.Id, display: 'REFERENCE' } : (KINDS[kindName ?? ''] as () => Kind)();
  return {
    name: metadata.name,
    label: metadata.label,
    ...kind,
    references: isLookup ? (metadata.referenceTo ?? null) : null,
    relationship: isLookup ? metadata.name.replace(/__c$/, '__r') : null,
    isRequired: metadata.required ?? false,
    isReadOnly: false,
    isCalculated: metadata.isFormula ?? false,
    isPermissionable: !(metadata.required ?? false),
    isUnique: metadata.unique ?? false,
    length: metadata.length ?? 0,
    defaultValue: defaultOf(metadata),
    picklist: metadata.picklist ?? [],
  };
}

const defaultOf = (metadata: FieldMetadata): Value =>
  metadata.type === 'Checkbox' ? metadata.defaultValue === 'true' : null;

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
  const heads: { name: string; prefix: string; kind: ObjectShape['kind']; fields: FieldShape[] }[] = [];
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
    else heads.push(customObject(object, [...system.map(standardField), ...custom], heads.length));
  }
  const shapes = heads.map(
    ({ name, prefix, kind, fields }) => new ObjectShape(name, labels.get(name) ?? name, prefix, kind, fields),
  );
  return new Schema(shapes, Object.keys(metadata.labels));
}

function customObject(object: ObjectMetadata, fields: FieldShape[], place: number) {
  const suffix = /__(?:e|mdt|c)$/.exec(object.name)?.[0] as keyof typeof KIND_BY_SUFFIX;
  const kind = KIND_BY_SUFFIX[suffix];
  const extra = {
    data: ['Name String(80) system', 'OwnerId User system'],
    event: ['ReplayId String(20) readonly system', 'EventUuid String(36) readonly system'],
    metadata: ['DeveloperName String(40) system', 'MasterLabel String(40) system', 'Label String(40) system'],
  }[kind];
  return {
    name: object.name,
    prefix: `a${place.toString(36).padStart(2, '0')}`,
    kind: kind as ObjectShape['kind'],
    fields: [...fields, ...extra.map(standardField)],
  };
}
