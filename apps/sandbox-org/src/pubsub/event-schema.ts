import { createHash } from 'node:crypto';
import avro from 'avsc';
import type { LoggedChange } from '../org/records/change-log.ts';
import type { StoredValue } from '../org/records/field-value.ts';
import type { Field, SObject } from '../org/schema/field.ts';

/** Commit numbers of an org in use exceed the exact integers of JavaScript. */
const FIRST_COMMIT_NUMBER = 2n ** 53n;

/** An Avro long of 64 bits, from a number or a bigint. */
export const exactLong = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: number | bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint' || Number.isSafeInteger(value),
  compare: (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b)),
});

const HEADER_SCHEMA = {
  type: 'record',
  name: 'ChangeEventHeader',
  fields: [
    { name: 'entityName', type: 'string' },
    { name: 'recordIds', type: { type: 'array', items: 'string' } },
    {
      name: 'changeType',
      type: {
        type: 'enum',
        name: 'ChangeType',
        symbols: [
          'CREATE',
          'UPDATE',
          'DELETE',
          'UNDELETE',
          'GAP_CREATE',
          'GAP_UPDATE',
          'GAP_DELETE',
          'GAP_UNDELETE',
          'GAP_OVERFLOW',
        ],
      },
    },
    { name: 'changeOrigin', type: 'string' },
    { name: 'transactionKey', type: 'string' },
    { name: 'sequenceNumber', type: 'int' },
    { name: 'commitTimestamp', type: 'long' },
    { name: 'commitNumber', type: 'long' },
    { name: 'commitUser', type: 'string' },
    { name: 'nulledFields', type: { type: 'array', items: 'string' } },
    { name: 'diffFields', type: { type: 'array', items: 'string' } },
    { name: 'changedFields', type: { type: 'array', items: 'string' } },
  ],
};

/** A field of an event: a field of the object, or a compound with its parts, e.g. `Name` or `Address`. */
type EventField =
  | { readonly kind: 'plain'; readonly name: string; readonly field: Field }
  | { readonly kind: 'compound'; readonly name: string; readonly parts: readonly Field[] };

export interface EventSchema {
  readonly id: string;
  readonly json: string;
  /** Fields in the order of the schema, after the header: field n has bit n + 1 of a bitmap. */
  readonly fields: readonly EventField[];
  readonly type: avro.Type;
}

const OMITTED_FIELDS = ['Id', 'IsDeleted', 'IsArchived', 'SystemModstamp', 'Name'];

/** A compound takes the position of its first part. */
function toEventFields(object: SObject): EventField[] {
  const included = object.fields.filter(({ name, parts }) => parts === null && !OMITTED_FIELDS.includes(name));
  return included.flatMap((field): EventField[] => {
    const name = field.compound;
    if (name === null) return [{ kind: 'plain', name: field.name, field }];
    const parts = included.filter(({ compound }) => compound === name);
    return parts[0] === field ? [{ kind: 'compound', name, parts }] : [];
  });
}

function toAvroType({ type }: Field): unknown {
  if (type === 'boolean') return ['null', 'boolean'];
  if (type === 'int') return ['null', 'int'];
  if (type === 'double' || type === 'currency' || type === 'percent') return ['null', 'double'];
  if (type === 'date' || type === 'datetime') return ['null', { type: 'long', logicalType: 'timestamp-millis' }];
  return ['null', 'string'];
}

function toAvroField(field: EventField): unknown {
  if (field.kind === 'plain') return { name: field.name, type: toAvroType(field.field), default: null };
  const name = field.name === 'Name' ? 'PersonName' : field.name;
  const fields = field.parts.map((part) => ({ name: part.name, type: toAvroType(part), default: null }));
  return { name: field.name, type: ['null', { type: 'record', name, fields }], default: null };
}

export function createEventSchema(object: SObject): EventSchema {
  const fields = toEventFields(object);
  const schema = {
    type: 'record',
    name: `${object.name.replace(/__c$/, '__')}ChangeEvent`,
    namespace: 'com.sforce.eventbus',
    fields: [{ name: 'ChangeEventHeader', type: HEADER_SCHEMA }, ...fields.map(toAvroField)],
  };
  const json = JSON.stringify(schema);
  const id = createHash('md5').update(json).digest('base64url');
  return { id, json, fields, type: avro.Type.forSchema(schema as avro.Schema, { registry: { long: exactLong } }) };
}

const toHex = (bits: bigint): string => `0x${bits.toString(16).toUpperCase()}`;

const toBits = (names: readonly string[], fields: readonly { readonly name: string }[], firstBit: number): bigint =>
  fields.reduce((bits, { name }, index) => (names.includes(name) ? bits | (1n << BigInt(index + firstBit)) : bits), 0n);

/**
 * Encodes fields as hexadecimal bitmaps with bit n for field n of the schema. The parts of a compound have a bitmap of
 * their own, after the compound's number: `4-0x3`. Returns an empty list without fields.
 */
function fieldBitmaps({ fields }: EventSchema, names: readonly string[]): string[] {
  const plain = fields.map((field) => (field.kind === 'plain' ? field : { name: '' }));
  const top = toBits(names, plain, 1);
  const nested = fields.flatMap((field, index) => {
    const bits = field.kind === 'compound' ? toBits(names, field.parts, 0) : 0n;
    return bits === 0n ? [] : [`${index + 1}-${toHex(bits)}`];
  });
  return [...(top === 0n ? [] : [toHex(top)]), ...nested];
}

function toAvroValue({ type }: Field, value: StoredValue): unknown {
  if (value === null) return null;
  if (type === 'boolean') return value === 1;
  if (type === 'date' || type === 'datetime') return Date.parse(String(value));
  return typeof value === 'number' ? value : String(value);
}

/** The Avro value of an event's field. @param valueOf the value of a field of the object */
function toEventValue(field: EventField, valueOf: (name: string) => StoredValue): unknown {
  if (field.kind === 'plain') return toAvroValue(field.field, valueOf(field.name));
  const parts = field.parts.map((part) => [part.name, toAvroValue(part, valueOf(part.name))] as const);
  return parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
}

/** A change event, a gap event (without values), or an overflow event (without records). */
export type EventKind = 'change' | 'gap' | 'overflow';

/** Encodes one event. @param changes equal changes of one transaction, whose records share the event */
export function encodeEvent(
  schema: EventSchema,
  changes: readonly [LoggedChange, ...LoggedChange[]],
  kind: EventKind,
): Buffer {
  const [first] = changes;
  const isChange = kind === 'change';
  const isUpdate = isChange && first.type === 'UPDATE';
  const nulledFields = first.fields.filter((name) => first.values[name] === null);
  const event: Record<string, unknown> = {
    ChangeEventHeader: {
      entityName: first.object,
      recordIds: kind === 'overflow' ? ['000000000000000AAA'] : changes.map(({ recordId }) => recordId),
      changeType: isChange ? first.type : kind === 'gap' ? `GAP_${first.type}` : 'GAP_OVERFLOW',
      changeOrigin: isChange ? first.origin : '',
      transactionKey: first.transactionKey,
      sequenceNumber: first.sequenceNumber,
      commitTimestamp: Date.parse(first.committedAt),
      commitNumber: FIRST_COMMIT_NUMBER + BigInt(first.transactionStart),
      commitUser: first.userId,
      nulledFields: isUpdate ? fieldBitmaps(schema, nulledFields) : [],
      diffFields: [],
      changedFields: isUpdate ? fieldBitmaps(schema, first.fields) : [],
    },
  };
  const hasValues = isChange && (first.type === 'CREATE' || first.type === 'UPDATE');
  const valueOf = (name: string): StoredValue =>
    hasValues && first.fields.includes(name) ? (first.values[name] ?? null) : null;
  for (const field of schema.fields) event[field.name] = toEventValue(field, valueOf);
  return schema.type.toBuffer(event);
}
