import { type ApiError, badRequest, malformedQuery } from '../org/api-error.ts';
import { type Field, field, NUMBER_TYPES } from '../org/schema/field.ts';
import { atPosition } from './error-position.ts';
import type { FieldResolver } from './field-resolver.ts';
import type { FunctionCall, Operand } from './syntax-tree.ts';

/** What can be selected, compared, grouped or sorted. */
export interface Expression {
  readonly sql: string;
  /** The field, or one of the type that the function returns. */
  readonly field: Field;
  readonly aggregate: boolean;
}

const strftime = (format: string): string => `CAST(strftime('${format}', X) AS INTEGER)`;
const YEAR = strftime('%Y');
const QUARTER = `((${strftime('%m')} + 2) / 3)`;
const MONTH = strftime('%m');

/** SQL of the date functions; `X` stands for the field. */
const DATE_PART_SQL: Readonly<Record<string, string>> = {
  CALENDAR_YEAR: YEAR,
  CALENDAR_QUARTER: QUARTER,
  CALENDAR_MONTH: MONTH,
  FISCAL_YEAR: YEAR,
  FISCAL_QUARTER: QUARTER,
  FISCAL_MONTH: MONTH,
  DAY_IN_MONTH: strftime('%d'),
  // The week begins on Sunday, which is day 1.
  DAY_IN_WEEK: `(${strftime('%w')} + 1)`,
  DAY_IN_YEAR: strftime('%j'),
  // Week 1 is the first to the seventh day, on whatever weekday it begins.
  WEEK_IN_MONTH: `((${strftime('%d')} + 6) / 7)`,
  WEEK_IN_YEAR: `((${strftime('%j')} + 6) / 7)`,
  HOUR_IN_DAY: strftime('%H'),
};

/** A field path or a function call, as SQL. @throws ApiError */
export const toExpression = (fields: FieldResolver, operand: Operand): Expression =>
  atPosition(operand.at, () => {
    if (operand.kind === 'call') return callExpression(fields, operand);
    const { sql, field: found } = fields.resolve(operand.path);
    return { sql, field: found, aggregate: false };
  });

function callExpression(fields: FieldResolver, { name, arguments: given }: FunctionCall): Expression {
  const [argument, ...rest] = given;
  if (argument === undefined && name === 'COUNT') {
    return { sql: 'count(*)', field: field('expr0', 'int'), aggregate: true };
  }
  if (!isFunction(name)) throw malformedQuery(`unexpected token: '('`);
  if (argument === undefined || rest.length > 0) {
    throw malformedQuery(`invalid number of arguments for function: ${name}`);
  }
  const inner = toExpression(fields, argument);
  if (inner.aggregate) throw malformedQuery(`Aggregate functions cannot be nested: ${name}`);
  if (name === 'CONVERTTIMEZONE') return convertTimezone(inner);
  if (name === 'TOLABEL') return toLabel(inner);
  return toAggregate(name, inner) ?? toDatePart(name, inner);
}

const AGGREGATE_FUNCTIONS = ['COUNT', 'COUNT_DISTINCT', 'MIN', 'MAX', 'SUM', 'AVG'];

export const isAggregateCall = (operand: Operand): operand is FunctionCall =>
  operand.kind === 'call' && AGGREGATE_FUNCTIONS.includes(operand.name);

const isFunction = (name: string): boolean =>
  AGGREGATE_FUNCTIONS.includes(name) ||
  name in DATE_PART_SQL ||
  ['DAY_ONLY', 'CONVERTTIMEZONE', 'TOLABEL'].includes(name);

/** The user's time zone is UTC, in which times are stored. */
function convertTimezone(inner: Expression): Expression {
  if (inner.field.type === 'datetime') return inner;
  throw badRequest('INVALID_FIELD', `field ${inner.field.name} does not support function convertTimezone`);
}

/** Nothing is translated: a picklist value is its own label. */
function toLabel(inner: Expression): Expression {
  if (inner.field.type === 'picklist' || inner.field.type === 'multipicklist') return inner;
  throw badRequest('INVALID_FIELD', `field ${inner.field.name} does not support function toLabel`);
}

function toAggregate(name: string, { sql, field: of }: Expression): Expression | undefined {
  const aggregate = (aggregateSql: string, type: Field['type']): Expression => ({
    sql: aggregateSql,
    field: field(of.name, type),
    aggregate: true,
  });
  if (!AGGREGATE_FUNCTIONS.includes(name)) return undefined;
  if (name.startsWith('COUNT')) {
    if (!of.filterable) throw unsupportedAggregate(of, name);
    return aggregate(name === 'COUNT' ? `count(${sql})` : `count(DISTINCT ${sql})`, 'int');
  }
  const sums = name === 'SUM' || name === 'AVG';
  const isSupported = sums
    ? NUMBER_TYPES.includes(of.type)
    : !['boolean', 'id', 'multipicklist'].includes(of.type) && of.filterable;
  if (!isSupported) throw unsupportedAggregate(of, name);
  return aggregate(`${name.toLowerCase()}(${sql})`, name === 'AVG' ? 'double' : of.type);
}

const unsupportedAggregate = (of: Field, name: string): ApiError =>
  badRequest('INVALID_FIELD', `field ${of.name} does not support aggregate operator ${name}`);

function toDatePart(name: string, { sql, field: of }: Expression): Expression {
  const isTime = of.type === 'datetime';
  const part = DATE_PART_SQL[name];
  if ((!isTime && of.type !== 'date') || (!isTime && (name === 'HOUR_IN_DAY' || name === 'DAY_ONLY'))) {
    throw badRequest('INVALID_FIELD', `field ${of.name} does not support function ${name}`);
  }
  if (part === undefined) return { sql: `substr(${sql}, 1, 10)`, field: field(of.name, 'date'), aggregate: false };
  return { sql: part.replaceAll('X', () => sql), field: field(of.name, 'int'), aggregate: false };
}
