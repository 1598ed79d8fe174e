import type { FieldFunctionExpression, FunctionExp } from '@jetstreamapp/soql-parser-js';
import { ApiError, malformedQuery } from '../org/api-error.ts';
import { field } from '../org/field.ts';
import type { Field } from '../org/field.ts';
import type { Scope } from './scope.ts';

/** Something that can be selected, compared, grouped or sorted. */
export interface Expression {
  readonly sql: string;
  /** The field, or a field of the kind that a function gives. */
  readonly field: Field;
  readonly aggregate: boolean;
}

type Call = FieldFunctionExpression | FunctionExp;

const dateParts: Readonly<Record<string, string>> = {
  CALENDAR_YEAR: "CAST(strftime('%Y', X) AS INTEGER)",
  CALENDAR_QUARTER: "((CAST(strftime('%m', X) AS INTEGER) + 2) / 3)",
  CALENDAR_MONTH: "CAST(strftime('%m', X) AS INTEGER)",
  FISCAL_YEAR: "CAST(strftime('%Y', X) AS INTEGER)",
  FISCAL_QUARTER: "((CAST(strftime('%m', X) AS INTEGER) + 2) / 3)",
  FISCAL_MONTH: "CAST(strftime('%m', X) AS INTEGER)",
  DAY_IN_MONTH: "CAST(strftime('%d', X) AS INTEGER)",
  DAY_IN_WEEK: "(CAST(strftime('%w', X) AS INTEGER) + 1)",
  DAY_IN_YEAR: "CAST(strftime('%j', X) AS INTEGER)",
  HOUR_IN_DAY: "CAST(strftime('%H', X) AS INTEGER)",
};

const numeric: readonly Field['type'][] = ['int', 'double', 'currency', 'percent'];

/** A field path or a function call, as SQL. @throws ApiError */
export function expressionOf(scope: Scope, call: string | Call): Expression {
  if (typeof call === 'string') {
    const { sql, field: found } = scope.find(call);
    return { sql, field: found, aggregate: false };
  }
  const name = (call.functionName ?? '').toUpperCase();
  const [argument, ...rest] = call.parameters ?? [];
  if (rest.length > 0) throw malformedQuery(`invalid number of arguments for function: ${name}`);
  if (argument === undefined) {
    if (name === 'COUNT') return { sql: 'count(*)', field: field('expr0', 'int'), aggregate: true };
    throw malformedQuery(`invalid number of arguments for function: ${name}`);
  }
  const inner = expressionOf(scope, argument);
  if (inner.aggregate) throw malformedQuery(`Aggregate functions cannot be nested: ${name}`);
  return aggregateOf(name, inner) ?? datePartOf(name, inner);
}

function aggregateOf(name: string, { sql, field: of }: Expression): Expression | undefined {
  const made = (expression: string, type: Field['type']): Expression => ({
    sql: expression,
    field: field(of.name, type),
    aggregate: true,
  });
  if (name === 'COUNT') return made(`count(${sql})`, 'int');
  if (name === 'COUNT_DISTINCT') return made(`count(DISTINCT ${sql})`, 'int');
  if (name !== 'MIN' && name !== 'MAX' && name !== 'SUM' && name !== 'AVG') return undefined;
  const sums = name === 'SUM' || name === 'AVG';
  const fits = sums ? numeric.includes(of.type) : of.type !== 'boolean' && of.type !== 'id' && of.filterable;
  if (!fits) {
    throw new ApiError(400, 'INVALID_FIELD', `field ${of.name} does not support aggregate operator ${name}`);
  }
  return made(`${name.toLowerCase()}(${sql})`, sums && of.type === 'int' && name === 'AVG' ? 'double' : of.type);
}

function datePartOf(name: string, { sql, field: of }: Expression): Expression {
  const isTime = of.type === 'datetime';
  if (name === 'DAY_ONLY' && isTime)
    return { sql: `substr(${sql}, 1, 10)`, field: field(of.name, 'date'), aggregate: false };
  const part = dateParts[name];
  if (part === undefined || (name === 'HOUR_IN_DAY' && !isTime)) throw malformedQuery(`unexpected token: '${name}'`);
  if (!isTime && of.type !== 'date') {
    throw new ApiError(400, 'INVALID_FIELD', `field ${of.name} does not support function ${name}`);
  }
  return { sql: part.replace('X', sql), field: field(of.name, 'int'), aggregate: false };
}
