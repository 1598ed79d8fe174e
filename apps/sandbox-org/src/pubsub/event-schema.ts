import { createHash } from 'node:crypto';
import avro from 'avsc';
import type { LoggedChange } from '../org/change-log.ts';
import type { Stored } from '../org/field-value.ts';
import type { Field, SObject } from '../org/field.ts';

const header = {
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

/** How an event of one object is written. */
export interface EventSchema {
  readonly id: string;
  readonly json: string;
  /** Fields in the order of the schema; their bit in a bitmap is their place here + 1, after the header. */
  readonly fields: readonly Field[];
  readonly type: avro.Type;
}

const untold = ['Id', 'IsDeleted', 'SystemModstamp', 'Name'];

function avroType({ type }: Field): unknown {
  if (type === 'boolean') return ['null', 'boolean'];
  if (type === 'int') return ['null', 'int'];
  if (type === 'double' || type === 'currency' || type === 'percent') return ['null', 'double'];
  if (type === 'date' || type === 'datetime') return ['null', { type: 'long', logicalType: 'timestamp-millis' }];
  return ['null', 'string'];
}

export function eventSchemaOf(object: SObject): EventSchema {
  const fields = object.fields.filter(({ name, parts }) => parts === null && !untold.includes(name));
  const schema = {
    type: 'record',
    name: `${object.name.replace(/__c$/, '__')}ChangeEvent`,
    namespace: 'com.sforce.eventbus',
    fields: [
      { name: 'ChangeEventHeader', type: header },
      ...fields.map((field) => ({ name: field.name, type: avroType(field), default: null })),
    ],
  };
  const json = JSON.stringify(schema);
  const id = createHash('md5').update(json).digest('base64url');
  return { id, json, fields, type: avro.Type.forSchema(schema as avro.Schema) };
}

/**
 * Names of fields as a bitmap in hexadecimal: bit n stands for the n-th field of the schema.
 * Empty where no field is named.
 */
export function bitmapOf(schema: EventSchema, names: readonly string[]): string[] {
  let bits = 0n;
  schema.fields.forEach(({ name }, index) => {
    if (names.includes(name)) bits |= 1n << BigInt(index + 1);
  });
  return bits === 0n ? [] : [`0x${bits.toString(16).toUpperCase()}`];
}

function avroValue({ type }: Field, value: Stored): unknown {
  if (value === null) return null;
  if (type === 'boolean') return value === 1;
  if (type === 'date' || type === 'datetime') return Date.parse(String(value));
  return typeof value === 'number' ? value : String(value);
}

/** What is told of a change: everything, that it happened, or that too much happened. */
export type Telling = 'whole' | 'gap' | 'overflow';

/** The bytes of an event. @param changes equal changes of one transaction: one event names all their records */
export function eventBytes(
  schema: EventSchema,
  changes: readonly [LoggedChange, ...LoggedChange[]],
  telling: Telling,
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
        ? bitmapOf(
            schema,
            first.fields.filter((name) => first.values[name] === null),
          )
        : [],
      diffFields: [],
      changedFields: updated ? bitmapOf(schema, first.fields) : [],
    },
  };
  const told = whole && (first.type === 'CREATE' || first.type === 'UPDATE');
  for (const field of schema.fields) {
    event[field.name] =
      told && first.fields.includes(field.name) ? avroValue(field, first.values[field.name] ?? null) : null;
  }
  return schema.type.toBuffer(event);
}
