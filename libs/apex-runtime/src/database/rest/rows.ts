import { listOf, T } from '../../types/builtin.ts';
import { toNumberType } from '../../types/conversions.ts';
import { ApexDecimal } from '../../values/decimal.ts';
import { isoDate } from '../../values/text.ts';
import { parseDate, parseDatetime } from '../../values/times.ts';
import { ApexBlob, ApexDate, ApexDatetime, ApexDouble, ApexList, ApexRecord, type Value } from '../../values/values.ts';
import type { BoundQuery } from '../query.ts';
import type { FieldShape, ObjectShape, Schema } from '../schema.ts';

/** A record of the REST API, or a row of its query results. */
export type RestRow = Readonly<Record<string, unknown>>;

/** Fields that the schema does not know are left out; those of a lookup are read into a record of their own. */
export function recordOf(schema: Schema, shape: ObjectShape, row: RestRow): ApexRecord {
  const record = new ApexRecord(shape.type);
  record.queried = true;
  for (const [name, value] of Object.entries(row)) {
    const field = shape.field(name);
    if (field) {
      record.fields.set(field.name.toLowerCase(), valueOf(field, value));
      continue;
    }
    const child = schema.childRelation(shape, name)?.child;
    if (child) {
      const { records } = (value ?? { records: [] }) as { readonly records: readonly RestRow[] };
      const list = new ApexList(
        listOf(child.type),
        records.map((item) => recordOf(schema, child, item)),
      );
      record.fields.set(name.toLowerCase(), list);
      continue;
    }
    const target = schema.find(shape.relation(name)?.references ?? '');
    if (target)
      record.fields.set(name.toLowerCase(), value === null ? null : recordOf(schema, target, value as RestRow));
  }
  return record;
}

function valueOf({ type }: Pick<FieldShape, 'type'>, value: unknown): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return toNumberType(ApexDecimal.fromNumber(value), type);
  if (typeof value !== 'string') return typeof value === 'boolean' ? value : null;
  if (type === T.Date) return parseDate(value);
  if (type === T.Datetime) return parseDatetime(value);
  return type === T.Blob ? new ApexBlob(atob(value)) : value;
}

/** One row of a query with functions or groups: values by lower-case name. */
export function groupOf(schema: Schema, query: BoundQuery, row: RestRow): Map<string, Value> {
  let unnamed = 0;
  return new Map(
    query.select.map(({ path, call, alias }) => {
      // An expression without an alias is called expr0, expr1… (SOQL, Aliases with GROUP BY).
      const name = alias ?? (call ? `expr${unnamed++}` : (path.at(-1) ?? ''));
      const value = Object.entries(row).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
      return [name.toLowerCase(), valueOf({ type: resultType(schema, query, path, call) }, value)] as const;
    }),
  );
}

const RESULT_TYPES: Readonly<Record<string, () => FieldShape['type']>> = {
  COUNT: () => T.Integer,
  COUNT_DISTINCT: () => T.Integer,
  SUM: () => T.Decimal,
  AVG: () => T.Decimal,
};

function resultType(schema: Schema, query: BoundQuery, path: string[], call: string | undefined): FieldShape['type'] {
  const byCall = RESULT_TYPES[call ?? ''];
  if (byCall) return byCall();
  let shape: ObjectShape | null = query.object;
  for (const name of path.slice(0, -1)) shape = schema.find(shape?.relation(name)?.references ?? '');
  // Other functions, such as CALENDAR_MONTH, return whole numbers.
  const isOther = call !== undefined && call !== 'MIN' && call !== 'MAX';
  return isOther ? T.Integer : (shape?.field(path.at(-1) ?? '')?.type ?? T.String);
}

/** The fields of a record as the body of a request that saves it. */
export function bodyOf(shape: ObjectShape, fields: Iterable<[string, Value]>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    const field = shape.field(name);
    const isRelated = value instanceof ApexRecord || value instanceof ApexList;
    if (field && field.name !== 'Id' && !isRelated) body[field.name] = jsonOf(value);
  }
  return body;
}

function jsonOf(value: Value): unknown {
  if (value instanceof ApexDatetime) return new Date(value.time).toISOString();
  if (value instanceof ApexDate) return isoDate(value);
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof ApexBlob) return btoa(value.text);
  if (value instanceof ApexDecimal || typeof value === 'bigint') return Number(String(value));
  return value;
}
