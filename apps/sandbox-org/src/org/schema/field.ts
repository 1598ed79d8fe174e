/** Field types by their names in `describe`. */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'email'
  | 'phone'
  | 'url'
  | 'reference'
  | 'address'
  | 'complexvalue'
  | 'anyType';

export const DECIMAL_TYPES: readonly FieldType[] = ['double', 'currency', 'percent'];
export const NUMBER_TYPES: readonly FieldType[] = ['int', ...DECIMAL_TYPES];

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Maximum number of characters of a text; 0 for other types. */
  readonly length: number;
  /** Digits of a number. */
  readonly precision: number;
  /** Digits after the decimal point. */
  readonly scale: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly custom: boolean;
  /** False for long text, which cannot be filtered, sorted or grouped. */
  readonly filterable: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  /** Values of a picklist. */
  readonly picklist: readonly string[];
  /** The picklist accepts no other values. */
  readonly restricted: boolean;
  /** Objects that a reference may refer to; empty for other types. */
  readonly referenceTo: readonly string[];
  /** The relationship to the parent, e.g. `Owner`. */
  readonly relationshipName: string | null;
  /** The parent's relationship to these records, e.g. `Tasks`; null = none. */
  readonly childRelationship: string | null;
  /** Deleting the parent deletes this record. */
  readonly cascadeDelete: boolean;
  readonly defaultValue: string | number | boolean | null;
  readonly tracked: boolean;
  /** The record's name, shown as a title. */
  readonly isName: boolean;
  readonly autoNumber: string | null;
  /** The compound field that contains this field, e.g. `Address`. */
  readonly compound: string | null;
  /** Of a compound field: its parts by their names in JSON. It is not stored itself. */
  readonly parts: Readonly<Record<string, string>> | null;
}

export interface SObject {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string | null;
  readonly custom: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly fields: readonly Field[];
}

const FIELD_DEFAULTS: Omit<Field, 'name' | 'label' | 'type'> = {
  length: 0,
  precision: 0,
  scale: 0,
  nillable: true,
  createable: true,
  updateable: true,
  custom: false,
  filterable: true,
  externalId: false,
  unique: false,
  picklist: [],
  restricted: false,
  referenceTo: [],
  relationshipName: null,
  childRelationship: null,
  cascadeDelete: false,
  defaultValue: null,
  tracked: false,
  isName: false,
  autoNumber: null,
  compound: null,
  parts: null,
};

type FieldOptions = Partial<Omit<Field, 'name' | 'type'>>;

/** `NumberOfEmployees` → `Number Of Employees`; `Product_Interest__c` → `Product Interest`. */
const labelOf = (name: string): string =>
  name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/ Id$/, ' ID');

export const field = (name: string, type: FieldType, options: FieldOptions = {}): Field => ({
  ...FIELD_DEFAULTS,
  label: labelOf(name),
  custom: name.endsWith('__c'),
  name,
  type,
  ...options,
});

export const text = (name: string, length: number, options: FieldOptions = {}): Field =>
  field(name, 'string', { length, ...options });

export const longText = (name: string, options: FieldOptions = {}): Field =>
  field(name, 'textarea', { length: 32_000, filterable: false, ...options });

export const picklist = (name: string, values: readonly string[], options: FieldOptions = {}): Field =>
  field(name, 'picklist', { length: 255, picklist: values, ...options });

export const checkbox = (name: string, options: FieldOptions = {}): Field =>
  field(name, 'boolean', { nillable: false, defaultValue: false, ...options });

export const integer = (name: string, options: FieldOptions = {}): Field =>
  field(name, 'int', { precision: 9, ...options });

export const reference = (name: string, referenceTo: readonly string[], options: FieldOptions = {}): Field =>
  field(name, 'reference', {
    length: 18,
    referenceTo,
    relationshipName: name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, ''),
    ...options,
  });

/** Address fields with their compound, e.g. `BillingStreet` … and `BillingAddress` for the prefix `Billing`. */
export function addressFields(prefix: string, options: FieldOptions = {}): readonly Field[] {
  const compound = `${prefix}Address`;
  const part = (name: string, length: number, type: FieldType, more: FieldOptions = {}): Field =>
    field(`${prefix}${name}`, type, { length, compound, ...more });
  const parts = ['street', 'city', 'state', 'postalCode', 'country'].map((key) => [
    key,
    prefix + key.charAt(0).toUpperCase() + key.slice(1),
  ]);
  return [
    part('Street', 255, 'textarea'),
    part('City', 40, 'string', options),
    part('State', 80, 'string', { label: `${prefix} State/Province`.trim(), ...options }),
    part('PostalCode', 20, 'string', { label: `${prefix} Zip/Postal Code`.trim() }),
    part('Country', 80, 'string', options),
    field(compound, 'address', { ...READ_ONLY, filterable: false, parts: Object.fromEntries(parts), ...options }),
  ];
}

/** The parts of a person's name. */
export const personNameFields = (more: readonly Field[] = []): readonly Field[] =>
  [text('LastName', 80, { nillable: false }), text('FirstName', 40), ...more].map((part) => ({
    ...part,
    compound: 'Name',
  }));

const READ_ONLY: FieldOptions = { createable: false, updateable: false };
/** A field that only the platform writes. */
export const systemField = (writable: Field): Field => ({ ...writable, ...READ_ONLY });

export const idField: Field = field('Id', 'id', { ...READ_ONLY, length: 18, nillable: false, label: 'Record ID' });

/** The audit fields of objects whose deleted records do not go to the recycle bin. */
export const auditWithoutDeletion: readonly Field[] = [
  field('CreatedDate', 'datetime', { nillable: false }),
  reference('CreatedById', ['User'], { nillable: false }),
  field('LastModifiedDate', 'datetime', { nillable: false }),
  reference('LastModifiedById', ['User'], { nillable: false }),
  field('SystemModstamp', 'datetime', { nillable: false }),
].map(systemField);

/** The audit fields of most objects. */
export const auditFields: readonly Field[] = [
  systemField(checkbox('IsDeleted', { label: 'Deleted' })),
  ...auditWithoutDeletion,
];

/** Options of an object whose records only the platform writes. */
export const READ_ONLY_OBJECT = { createable: false, updateable: false, deletable: false };

const OBJECT_DEFAULTS = { custom: false, createable: true, updateable: true, deletable: true };

export const sobject = (
  name: string,
  keyPrefix: string | null,
  fields: readonly Field[],
  options: Partial<SObject> = {},
): SObject => ({
  ...OBJECT_DEFAULTS,
  name,
  label: labelOf(name),
  labelPlural: `${labelOf(name)}s`,
  keyPrefix,
  fields,
  ...options,
});

/** The field history of an object: one row for each change of a tracked field. */
export const historyObject = (object: string, keyPrefix: string): SObject =>
  sobject(
    `${object}History`,
    keyPrefix,
    [
      idField,
      systemField(checkbox('IsDeleted', { label: 'Deleted' })),
      systemField(
        reference(`${object}Id`, [object], { nillable: false, childRelationship: 'Histories', cascadeDelete: true }),
      ),
      systemField(reference('CreatedById', ['User'], { nillable: false })),
      systemField(field('CreatedDate', 'datetime', { nillable: false })),
      systemField(picklist('Field', [], { nillable: false, label: 'Changed Field' })),
      systemField(picklist('DataType', ['Text', 'Double', 'Boolean', 'EntityId', 'DateTime', 'Currency'])),
      systemField(field('OldValue', 'anyType', { length: 255, filterable: false })),
      systemField(field('NewValue', 'anyType', { length: 255, filterable: false })),
    ],
    { ...READ_ONLY_OBJECT, labelPlural: `${object} History`, label: `${object} History` },
  );
