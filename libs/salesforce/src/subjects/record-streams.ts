import { isRecordId } from '@leadlight/common';
import type { FieldType, FieldValue } from '@leadlight/lead-features';
import type { RecordReading, SubjectRow } from '@leadlight/workflows';
import type { DescribedObject } from '../describe/describe-object.ts';
import { fieldTypeOf } from '../describe/field-type.ts';
import { parseFieldValue, parseInstant, toTextOrNull } from '../describe/field-value.ts';
import type { Row } from '../query/query.ts';
import { isTrue, parseVersion, selectFields, type Stream } from '../streams/stream.ts';
import { featureFieldsOf, historyObjectOf } from './subject-fields.ts';

const AUDIT_FIELDS = ['Id', 'IsDeleted', 'CreatedDate', 'SystemModstamp'];
const HISTORY_FIELDS = ['Id', 'Field', 'OldValue', 'NewValue', 'CreatedDate'];

/** The records of one object: only their dates, the lookups to subjects, and the fields that a propensity reads. */
export const recordStream = (reading: RecordReading): Stream<SubjectRow> => ({
  name: `record:${reading.object}`,
  object: reading.object,
  timeField: 'SystemModstamp',
  async plan({ schema }) {
    const object = await schema.find(reading.object);
    const features = object && reading.fields === 'features' ? featureFieldsOf(object).map(({ name }) => name) : [];
    const used = [...(reading.fields === 'features' ? [] : reading.fields), ...(reading.more ?? [])];
    const wanted = [...new Set([...used, ...features])];
    const required = [...AUDIT_FIELDS, ...reading.parentFields, ...used];
    const selected = selectFields(object, reading.object, required, features);
    if ('missing' in selected || !object) return 'missing' in selected ? selected : { missing: [reading.object] };
    const types = wanted.flatMap((name) => typeOf(object, name));
    return {
      fields: [...new Set(selected.fields)],
      dependsOn: [...selected.fields, ...types.map(([name, type]) => `${name}:${type}`)],
      initialWhere: [],
      unreadable: selected.unreadable,
      records: async (rows) => rows.flatMap((row) => toVersion(row, reading, types) ?? []),
    };
  },
});

function typeOf(object: DescribedObject, name: string): readonly (readonly [string, FieldType])[] {
  const field = object.fields.get(name);
  return field ? [[name, fieldTypeOf(field.type)]] : [];
}

function toVersion(
  row: Row,
  { object, parentFields }: RecordReading,
  types: readonly (readonly [string, FieldType])[],
): SubjectRow | undefined {
  const version = parseVersion(row);
  if (!version) return undefined;
  const fields: Record<string, FieldValue> = {};
  for (const [name, type] of types) fields[name] = parseFieldValue(row[name], type);
  const parents = Object.fromEntries(parentFields.map((field) => [field, toTextOrNull(row[field])]));
  return { kind: 'version', object, ...version, parents, fields };
}

/** The field history of one object. Its rows never change, so they are read by CreatedDate. */
export const recordHistoryStream = ({ object, historyEntries = [] }: RecordReading): Stream<SubjectRow> => ({
  name: `record:${historyObjectOf(object)}`,
  object: historyObjectOf(object),
  timeField: 'CreatedDate',
  async plan({ schema }) {
    const history = historyObjectOf(object);
    const parent = object.endsWith('__c') ? 'ParentId' : `${object}Id`;
    const selected = selectFields(await schema.find(history), history, [...HISTORY_FIELDS, parent]);
    const described = await schema.find(object);
    if ('missing' in selected) return selected;
    if (!described) return { missing: [object] };
    const types = new Map<string, FieldType | undefined>([
      ...historyEntries.map((name) => [name, undefined] as const),
      ...featureFieldsOf(described).map(({ name, type }) => [name, fieldTypeOf(type)] as const),
    ]);
    return {
      ...selected,
      dependsOn: [...types.keys()],
      initialWhere: [],
      records: async (rows) => rows.flatMap((row) => toChange(row, object, parent, types) ?? []),
    };
  },
});

/** @param types undefined for an entry that is read without its values, which may name people */
function toChange(
  row: Row,
  object: string,
  parent: string,
  types: ReadonlyMap<string, FieldType | undefined>,
): SubjectRow | undefined {
  const field = String(row.Field);
  if (!types.has(field)) return undefined;
  const type = types.get(field);
  const [id, recordId, changedAt] = [toTextOrNull(row.Id), toTextOrNull(row[parent]), parseInstant(row.CreatedDate)];
  if (id === null || recordId === null || !isRecordId(recordId) || changedAt === null) {
    return undefined;
  }
  if (isTrue(row.IsDeleted)) return undefined;
  const oldValue = type === undefined ? null : parseFieldValue(row.OldValue, type);
  const newValue = type === undefined ? null : parseFieldValue(row.NewValue, type);
  return { kind: 'change', object, id, recordId, field, changedAt, oldValue, newValue };
}
