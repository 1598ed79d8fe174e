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

/** Describe's type in the project's words; `other` for what Salesforce may add. */
export const fieldTypeOf = (describedType: string): FieldType => fieldTypes[describedType] ?? 'other';

/** Compound and binary fields, which no query of ours reads: their parts are fields of their own. */
const UNREADABLE_TYPES = new Set(['address', 'location', 'base64', 'complexvalue', 'json']);

export const isReadableType = (describedType: string): boolean => !UNREADABLE_TYPES.has(describedType);
