import type { FieldType } from '@leadlight/lead-features';

const fieldTypes: Readonly<Record<string, FieldType>> = {
  string: 'string',
  combobox: 'string',
  encryptedstring: 'string',
  picklist: 'picklist',
  multipicklist: 'multipicklist',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  email: 'email',
  phone: 'phone',
  url: 'url',
  textarea: 'textarea',
  reference: 'reference',
  id: 'id',
};

/** Our name of a described type; `other` for types that Salesforce may add. */
export const fieldTypeOf = (describedType: string): FieldType => fieldTypes[describedType] ?? 'other';

/** Compound and binary types, which our queries do not read. The parts of a compound are fields of their own. */
const UNREADABLE_TYPES = new Set(['address', 'location', 'base64', 'complexvalue', 'json']);

export const isReadableType = (describedType: string): boolean => !UNREADABLE_TYPES.has(describedType);
