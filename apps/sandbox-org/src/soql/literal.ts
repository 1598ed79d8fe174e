import { toCaseSafeId } from '../company/record-id.ts';
import { isoTime } from '../company/records.ts';
import type { ApiError } from '../org/api-error.ts';
import { badRequest, malformedQuery } from '../org/api-error.ts';
import type { Field } from '../org/schema/field.ts';
import { parseDateLiteral, type TimeRange } from './date-literal.ts';
import { atPosition } from './error-position.ts';
import { toInstants, type UserClock, wallTime } from './user-clock.ts';
import type { BoundValue } from './sql-fragment.ts';
import type { Literal } from './syntax-tree.ts';

/** A value to bind, or the range of a date literal. */
export type LiteralValue = BoundValue | TimeRange;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/**
 * Replaces the escape sequences of a string literal. In a LIKE, `\%`, `\_` and `\\` remain for SQL.
 * @throws ApiError MALFORMED_QUERY for a backslash before anything else
 */
export function unescapeString(text: string, forLike = false): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|.)/gs, (whole, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (forLike && (escaped === '%' || escaped === '_' || escaped === '\\')) return whole;
    const character = ESCAPES[escaped.toLowerCase()];
    if (character === undefined) {
      throw malformedQuery(`Invalid string literal '${text}'. Illegal character sequence '${whole}' in string literal`);
    }
    return character;
  });
}

const wrongLiteralType = (field: Field, type: string, quotes: 'should' | 'should not'): ApiError =>
  badRequest(
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes} be enclosed in quotes`,
  );

/**
 * The value of a literal that is compared with a field.
 * @throws ApiError INVALID_FIELD when the literal is not of the field's type
 */
export const literalValue = (field: Field, literal: Literal, clock: UserClock): LiteralValue =>
  atPosition(literal.at, () => parseLiteralValue(field, literal, clock));

function parseLiteralValue(field: Field, literal: Literal, clock: UserClock): LiteralValue {
  const { kind, text } = literal;
  if (kind === 'null') return null;
  switch (field.type) {
    case 'boolean':
      if (kind !== 'boolean') throw wrongLiteralType(field, 'boolean', 'should not');
      return text === 'TRUE' ? 1 : 0;
    case 'int':
      if (kind !== 'integer') throw wrongLiteralType(field, 'int', 'should not');
      return Number(text);
    case 'double':
    case 'currency':
    case 'percent':
      if (kind !== 'integer' && kind !== 'decimal') throw wrongLiteralType(field, 'double', 'should not');
      return Number(text);
    case 'date':
    case 'datetime':
      return parseTime(field, literal, clock);
    default:
      if (kind !== 'string') throw wrongLiteralType(field, field.type === 'id' ? 'ID' : 'string', 'should');
      return field.type === 'id' || field.type === 'reference'
        ? parseId(field, unescapeString(text))
        : unescapeString(text);
  }
}

function parseId(field: Field, id: string): string {
  if (id === '') return id;
  // Records of setup objects are identified by name.
  if (field.referenceTo.includes('EntityDefinition')) return id;
  if (!/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/.test(id)) {
    throw badRequest('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${id}`);
  }
  return id.length === 15 ? toCaseSafeId(id) : id;
}

function parseTime(field: Field, literal: Literal, clock: UserClock): string | TimeRange {
  const isDate = field.type === 'date';
  if (literal.kind === (isDate ? 'date' : 'datetime')) {
    const at = Date.parse(literal.text);
    const day = new Date(Date.parse(`${literal.text.slice(0, 10)}T00:00:00Z`));
    // Date.parse rolls a day that the month does not have over into the next month.
    if (Number.isNaN(at) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(literal.text.slice(0, 10))) {
      throw malformedQuery(`Invalid ${isDate ? 'date' : 'dateTime'}: ${literal.text}`);
    }
    return isDate ? isoTime(at).slice(0, 10) : isoTime(at);
  }
  if (literal.kind === 'dateLiteral') {
    const days = parseDateLiteral(literal.text, literal.count, wallTime(clock.now, clock.timeZone));
    if (days) return isDate ? days : toInstants(days, clock.timeZone);
    throw malformedQuery(`unexpected token: '${literal.text}'`);
  }
  throw wrongLiteralType(field, isDate ? 'date' : 'dateTime', 'should not');
}
