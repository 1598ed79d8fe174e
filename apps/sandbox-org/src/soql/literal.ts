import type { Field } from '../org/field.ts';
import { ApiError, malformedQuery } from '../org/api-error.ts';
import { withChecksum } from '../company/record-id.ts';
import { isoTime } from '../company/records.ts';
import { rangeOf } from './date-literal.ts';
import type { TimeRange } from './date-literal.ts';

export type Bound = string | number | null;

/** A literal as the parser gives it. */
export interface Literal {
  readonly text: string;
  readonly type: string;
  readonly count?: number;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The characters a quoted literal stands for. `\%` and `\_` stay escaped for LIKE. */
export function unquoted(text: string, forLike = false): string {
  return text.slice(1, -1).replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (forLike && (escaped === '%' || escaped === '_' || escaped === '\\')) return whole;
    return escapes[escaped] ?? escaped;
  });
}

const mustBe = (field: Field, type: string, quotes: 'should' | 'should not'): ApiError =>
  new ApiError(
    400,
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes} be enclosed in quotes`,
  );

const typeNames: Readonly<Partial<Record<Field['type'], string>>> = {
  datetime: 'dateTime',
  int: 'int',
  boolean: 'boolean',
};

/**
 * What a literal means to a field: a value to bind, or the range of a date literal.
 * @throws ApiError INVALID_FIELD where the literal is not of the field's type
 */
export function meaningOf(field: Field, literal: Literal, now: number): Bound | TimeRange {
  if (literal.type === 'NULL') return null;
  switch (field.type) {
    case 'boolean':
      if (literal.type !== 'BOOLEAN') throw mustBe(field, 'boolean', 'should not');
      return literal.text.toUpperCase() === 'TRUE' ? 1 : 0;
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      if (literal.type !== 'INTEGER' && literal.type !== 'DECIMAL') {
        throw mustBe(field, typeNames[field.type] ?? 'double', 'should not');
      }
      return Number(literal.text);
    case 'date':
    case 'datetime':
      return timeOf(field, literal, now);
    default:
      if (literal.type !== 'STRING') throw mustBe(field, field.type === 'id' ? 'ID' : 'string', 'should');
      return field.type === 'id' || field.type === 'reference'
        ? idOf(field, unquoted(literal.text))
        : unquoted(literal.text);
  }
}

function idOf(field: Field, id: string): string | null {
  if (id === '') return null;
  // Objects without records of their own are named, not numbered.
  if (field.referenceTo.includes('EntityDefinition')) return id;
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) {
    throw new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${id}`);
  }
  return id.length === 15 ? withChecksum(id) : id;
}

function timeOf(field: Field, literal: Literal, now: number): string | TimeRange {
  const isDate = field.type === 'date';
  if (literal.type === (isDate ? 'DATE' : 'DATETIME')) {
    const at = Date.parse(literal.text.replace(/ (\d\d:?\d\d)$/, '+$1'));
    if (Number.isNaN(at)) throw malformedQuery(`Invalid ${isDate ? 'date' : 'dateTime'}: ${literal.text}`);
    return isDate ? isoTime(at).slice(0, 10) : isoTime(at);
  }
  if (literal.type === 'DATE_LITERAL' || literal.type === 'DATE_N_LITERAL') {
    const range = rangeOf(literal.text.split(':')[0] ?? '', literal.count, now);
    if (range) return range;
  }
  throw mustBe(field, typeNames[field.type] ?? 'date', 'should not');
}
