import { ApiError, malformedQuery } from '../org/api-error.ts';
import { field } from '../org/schema/field.ts';
import type { Field } from '../org/schema/field.ts';
import { atPosition } from './error-position.ts';
import type { FieldResolver } from './field-resolver.ts';
import type { FunctionCall, Operand } from './syntax-tree.ts';

/** Something that can be selected, compared, grouped or sorted. */
export interface Expression {
  readonly sql: string;
  /** The field, or a field of the kind that a function gives. */
  readonly field: Field;
  readonly aggregate: boolean;
}

/** The day's place in a week that begins on Sunday. */
const WEEKDAY = "CAST(strftime('%w', X) AS INTEGER)";
const DAY_OF_MONTH = "CAST(strftime('%d', X) AS INTEGER)";
const DAY_OF_YEAR = "CAST(strftime('%j', X) AS INTEGER)";

const DATE_PART_SQL: Readonly<Record<string, string>> = {
  CALENDAR_YEAR: "CAST(strftime('%Y', X) AS INTEGER)",
  CALENDAR_QUARTER: "((CAST(strftime('%m', X) AS INTEGER) + 2) / 3)",
  CALENDAR_MONTH: "CAST(strftime('%m', X) AS INTEGER)",
  FISCAL_YEAR: "CAST(strftime('%Y', X) AS INTEGER)",
  FISCAL_QUARTER: "((CAST(strftime('%m', X) AS INTEGER) + 2) / 3)",
  FISCAL_MONTH: "CAST(strftime('%m', X) AS INTEGER)",
  DAY_IN_MONTH: DAY_OF_MONTH,
  DAY_IN_WEEK: `(${WEEKDAY} + 1)`,
  DAY_IN_YEAR: DAY_OF_YEAR,
  // The first week goes from the first to the seventh day, the second from the eighth on, whatever the weekday.
  WEEK_IN_MONTH: `((${DAY_OF_MONTH} + 6) / 7)`,
  WEEK_IN_YEAR: `((${DAY_OF_YEAR} + 6) / 7)`,
  HOUR_IN_DAY: "CAST(strftime('%H', X) AS INTEGER)",
};

const NUMERIC_TYPES: readonly Field['type'][] = ['int', 'double', 'currency', 'percent'];

/** A field path or a function call, as SQL. @throws ApiError */
export const toExpression = (scope: FieldResolver, operand: Operand): Expression =>
  atPosition(operand.at, () => {
    if (operand.kind === 'call') return callExpression(scope, operand);
    const { sql, field: found } = scope.resolve(operand.path);
    return { sql, field: found, aggregate: false };
  });

function callExpression(scope: FieldResolver, { name, arguments: given }: FunctionCall): Expression {
  const [argument, ...rest] = given;
  if (argument === undefined && name === 'COUNT') {
    return { sql: 'count(*)', field: field('expr0', 'int'), aggregate: true };
  }
  if (!isFunction(name)) throw malformedQuery(`unexpected token: '('`);
  if (argument === undefined || rest.length > 0) {
    throw malformedQuery(`invalid number of arguments for function: ${name}`);
  }
  const inner = toExpression(scope, argument);
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

/** The user's time zone is that of the org, which is UTC. */
function convertTimezone(inner: Expression): Expression {
  if (inner.field.type === 'datetime') return inner;
  throw new ApiError(400, 'INVALID_FIELD', `field ${inner.field.name} does not support function convertTimezone`);
}

/** The user's language is that in which picklist values were written: a value is its own label. */
function toLabel(inner: Expression): Expression {
  if (inner.field.type === 'picklist' || inner.field.type === 'multipicklist') return inner;
  throw new ApiError(400, 'INVALID_FIELD', `field ${inner.field.name} does not support function toLabel`);
}

function toAggregate(name: string, { sql, field: of }: Expression): Expression | undefined {
  const made = (expression: string, type: Field['type']): Expression => ({
    sql: expression,
    field: field(of.name, type),
    aggregate: true,
  });
  if (!AGGREGATE_FUNCTIONS.includes(name)) return undefined;
  if (name.startsWith('COUNT')) {
    if (!of.filterable) throw unsupportedAggregate(of, name);
    return made(name === 'COUNT' ? `count(${sql})` : `count(DISTINCT ${sql})`, 'int');
  }
  const sums = name === 'SUM' || name === 'AVG';
  const fits = sums
    ? NUMERIC_TYPES.includes(of.type)
    : !['boolean', 'id', 'multipicklist'].includes(of.type) && of.filterable;
  if (!fits) throw unsupportedAggregate(of, name);
  return made(`${name.toLowerCase()}(${sql})`, name === 'AVG' ? 'double' : of.type);
}

const unsupportedAggregate = (of: Field, name: string): ApiError =>
  new ApiError(400, 'INVALID_FIELD', `field ${of.name} does not support aggregate operator ${name}`);

function toDatePart(name: string, { sql, field: of }: Expression): Expression {
  const isTime = of.type === 'datetime';
  const part = DATE_PART_SQL[name];
  if ((!isTime && of.type !== 'date') || (!isTime && (name === 'HOUR_IN_DAY' || name === 'DAY_ONLY'))) {
    throw new ApiError(400, 'INVALID_FIELD', `field ${of.name} does not support function ${name}`);
  }
  if (part === undefined) return { sql: `substr(${sql}, 1, 10)`, field: field(of.name, 'date'), aggregate: false };
  return { sql: part.replaceAll('X', () => sql), field: field(of.name, 'int'), aggregate: false };
}
