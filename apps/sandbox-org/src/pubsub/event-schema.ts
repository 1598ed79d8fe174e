import { createHash } from 'node:crypto';
import avro from 'avsc';
import type { LoggedChange } from '../org/records/change-log.ts';
import type { StoredValue } from '../org/records/field-value.ts';
import type { Field, SObject } from '../org/schema/field.ts';

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
          ...['CREATE', 'UPDATE', 'DELETE', 'UNDELETE'],
          ...['GAP_CREATE', 'GAP_UPDATE', 'GAP_DELETE', 'GAP_UNDELETE', 'GAP_OVERFLOW'],
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

/** A field of an event: one of the object's own, or a compound with its parts, e.g. `Name` or `Address`. */
type EventField =
  | { readonly kind: 'plain'; readonly name: string; readonly field: Field }
  | { readonly kind: 'compound'; readonly name: string; readonly parts: readonly Field[] };

/** How an event of one object is written. */
export interface EventSchema {
  readonly id: string;
  readonly json: string;
  /** Fields in the order of the schema; their bit in a bitmap is their place here + 1, after the header. */
  readonly fields: readonly EventField[];
  readonly type: avro.Type;
}

const OMITTED_FIELDS = ['Id', 'IsDeleted', 'SystemModstamp', 'Name'];

/** Parts stand together, where the first of them stands. */
function toEventFields(object: SObject): EventField[] {
  const told = object.fields.filter(({ name, parts }) => parts === null && !OMITTED_FIELDS.includes(name));
  return told.flatMap((field): EventField[] => {
    const name = field.compound;
    if (name === null) return [{ kind: 'plain', name: field.name, field }];
    const parts = told.filter(({ compound }) => compound === name);
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
  return { id, json, fields, type: avro.Type.forSchema(schema as avro.Schema) };
}

const toHex = (bits: bigint): string => `0x${bits.toString(16).toUpperCase()}`;

const toBits = (names: readonly string[], places: readonly { readonly name: string }[], first: number): bigint =>
  places.reduce((bits, { name }, index) => (names.includes(name) ? bits | (1n << BigInt(index + first)) : bits), 0n);

/**
 * Names of fields as bitmaps in hexadecimal: bit n stands for the n-th field of the schema. The parts of a compound
 * have a bitmap of their own, behind the compound's place: `4-0x3`. Empty where no field is named.
 */
export function fieldBitmaps({ fields }: EventSchema, names: readonly string[]): string[] {
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

/** What a field of an event says. @param valueOf a field's value, null where it is not told */
function toEventValue(field: EventField, valueOf: (name: string) => StoredValue): unknown {
  if (field.kind === 'plain') return toAvroValue(field.field, valueOf(field.name));
  const parts = field.parts.map((part) => [part.name, toAvroValue(part, valueOf(part.name))] as const);
  return parts.every(([, value]) => value === null) ? null : Object.fromEntries(parts);
}

/** What is told of a change: everything, that it happened, or that too much happened. */
export type EventKind = 'whole' | 'gap' | 'overflow';

/** The bytes of an event. @param changes equal changes of one transaction: one event names all their records */
export function encodeEvent(
  schema: EventSchema,
  changes: readonly [LoggedChange, ...LoggedChange[]],
  telling: EventKind,
): Buffer {
  const [first] = changes;
  const whole = telling === 'whole';
  const updated = whole && first.type === 'UPDATE';
  const event: Record<string, unknown> = {
    ChangeEventHeader: {
      entityName: first.object,
      recordIds: telling === 'overflow' ? ['000000000000000AAA'] : changes.map(({ recordId }) => recordId),
      changeType: whole ? first.type : telling === 'gap' ? `GAP_${first.type}` : 'GAP_OVERFLOW',
      changeOrigin: whole ? first.origin : '',
      transactionKey: first.transactionKey,
      sequenceNumber: 1,
      commitTimestamp: Date.parse(first.at),
      commitNumber: first.replayId,
      commitUser: first.userId,
      nulledFields: updated
        ? fieldBitmaps(
            schema,
            first.fields.filter((name) => first.values[name] === null),
          )
        : [],
      diffFields: [],
      changedFields: updated ? fieldBitmaps(schema, first.fields) : [],
    },
  };
  const told = whole && (first.type === 'CREATE' || first.type === 'UPDATE');
  const valueOf = (name: string): StoredValue =>
    told && first.fields.includes(name) ? (first.values[name] ?? null) : null;
  for (const field of schema.fields) event[field.name] = toEventValue(field, valueOf);
  return schema.type.toBuffer(event);
}
