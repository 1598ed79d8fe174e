import type { Field, SObject } from '../schema/field.ts';
import type { StoredRecord } from './derived-fields.ts';
import type { StoredValue } from './field-value.ts';

export interface HistoryEntry {
  readonly field: string;
  readonly dataType: string;
  readonly oldValue: StoredValue;
  readonly newValue: StoredValue;
}

const HISTORY_DATA_TYPES: Readonly<Partial<Record<Field['type'], string>>> = {
  boolean: 'Boolean',
  int: 'Double',
  double: 'Double',
  percent: 'Double',
  currency: 'Currency',
  date: 'DateOnly',
  datetime: 'DateTime',
  reference: 'EntityId',
};

/**
 * The history rows of a change: one for each changed tracked field, two for a reference (ids, then names).
 * @param nameOf returns the name of a referenced record
 */
export function fieldHistory(
  object: SObject,
  before: StoredRecord,
  after: StoredRecord,
  nameOf: (id: StoredValue) => StoredValue,
): HistoryEntry[] {
  return object.fields.flatMap((field) => {
    const oldValue = before[field.name] ?? null;
    const newValue = after[field.name] ?? null;
    if (!field.tracked || field.parts || oldValue === newValue) return [];
    const entry = { field: historyName(field), dataType: HISTORY_DATA_TYPES[field.type] ?? 'Text', oldValue, newValue };
    if (field.type !== 'reference') return [entry];
    return [entry, { ...entry, dataType: 'Text', oldValue: nameOf(oldValue), newValue: nameOf(newValue) }];
  });
}

/** The history names a standard reference by its relationship: `Owner` for `OwnerId`. */
const historyName = ({ name, type, custom }: Field): string =>
  type === 'reference' && !custom ? name.replace(/Id$/, '') : name;
