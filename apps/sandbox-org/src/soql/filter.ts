import type { UserClock } from './user-clock.ts';
import type { ApiError } from '../org/api-error.ts';
import { badRequest, malformedQuery } from '../org/api-error.ts';
import type { Field } from '../org/schema/field.ts';
import type { TimeRange } from './date-literal.ts';
import { atPosition } from './error-position.ts';
import { type Expression, toExpression } from './expression.ts';
import type { FieldResolver } from './field-resolver.ts';
import { type LiteralValue, literalValue, unescapeString } from './literal.ts';
import { type BoundValue, joinConditions, type SqlFragment } from './sql-fragment.ts';
import { type Comparison, COMPARISON_OPERATORS, type Condition, type Literal, type Query } from './syntax-tree.ts';

export interface FilterContext {
  readonly fields: FieldResolver;
  readonly clock: UserClock;
  /** Rejects an expression that the clause must not compare. @throws ApiError */
  check(compared: Expression): void;
  /** SQL of `SELECT one field FROM …` inside IN. */
  semiJoin(query: Query, left: Expression): SqlFragment;
}

/** A condition as SQL; its value is 1, or for false 0 or null. @throws ApiError */
export function filterSql(condition: Condition, context: FilterContext): SqlFragment {
  if (condition.kind === 'comparison') return comparisonSql(condition, context);
  if (condition.kind === 'not') return notSql(filterSql(condition.of, context));
  const parts = condition.of.map((part) => filterSql(part, context));
  return joinConditions(parts, condition.kind);
}

const notSql = ({ sql, params }: SqlFragment): SqlFragment => ({ sql: `NOT coalesce(${sql}, 0)`, params });

const comparisonSql = (comparison: Comparison, context: FilterContext): SqlFragment =>
  atPosition(comparison.left.at, () => {
    const compared = toExpression(context.fields, comparison.left);
    context.check(compared);
    const { field } = compared;
    if (!field.filterable) {
      throw badRequest('INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`);
    }
    const { operator, values } = comparison;
    if (comparison.inner) return semiJoinComparisonSql(compared, operator, comparison.inner, context);
    if (!allowedOperators(field).includes(operator)) throw invalidOperator(field);
    if (operator === 'INCLUDES' || operator === 'EXCLUDES')
      return includesSql(compared, operator, values, context.clock);
    if (operator === 'IN' || operator === 'NOT IN') return inListSql(compared, operator, values, context.clock);
    const [literal] = values as [Literal];
    if (operator === 'LIKE') return likeSql(compared, literal);
    return COMPARISON_SQL[operator](compared, literalValue(field, literal, context.clock));
  });

const ERROR_TYPE_NAMES: Readonly<Partial<Record<Field['type'], string>>> = { datetime: 'dateTime', reference: 'id' };

const invalidOperator = ({ type }: Field): ApiError =>
  badRequest('INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${ERROR_TYPE_NAMES[type] ?? type} field`);

const DEFAULT_OPERATORS: readonly Comparison['operator'][] = [...COMPARISON_OPERATORS, 'LIKE', 'IN', 'NOT IN'];
const MULTIPICKLIST_OPERATORS: readonly Comparison['operator'][] = ['=', '!=', '<>', 'INCLUDES', 'EXCLUDES'];

const allowedOperators = ({ type }: Field) => (type === 'multipicklist' ? MULTIPICKLIST_OPERATORS : DEFAULT_OPERATORS);

const isRange = (value: LiteralValue): value is TimeRange => typeof value === 'object' && value !== null;
/** An empty text means the same as null. */
const isEmpty = (value: LiteralValue): value is '' | null => value === null || value === '';

const formatBound = ({ type }: Field, at: number): string =>
  new Date(at).toISOString().slice(0, type === 'date' ? 10 : 24);

/** SQLite ignores case only in ASCII; other text is compared through `fold`, which cannot use an index. */
const needsFold = ({ field }: Expression, value: BoundValue): boolean =>
  typeof value === 'string' && field.type !== 'date' && field.type !== 'datetime' && /[^\u0020-\u007e\s]/u.test(value);

function equalsSql(compared: Expression, value: LiteralValue): SqlFragment {
  const { sql, field } = compared;
  if (isEmpty(value)) return { sql: `${sql} IS NULL`, params: [] };
  if (isRange(value)) {
    return {
      sql: `(${sql} >= ? AND ${sql} < ?)`,
      params: [formatBound(field, value.start), formatBound(field, value.end)],
    };
  }
  return { sql: needsFold(compared, value) ? `fold(${sql}) = fold(?)` : `${sql} = ?`, params: [value] };
}

function differsSql(compared: Expression, value: LiteralValue): SqlFragment {
  if (isEmpty(value)) return { sql: `${compared.sql} IS NOT NULL`, params: [] };
  const { sql, params } = equalsSql(compared, value);
  return { sql: `(${compared.sql} IS NULL OR NOT ${sql})`, params };
}

/** A range is compared by its start or its end. */
const orderedSql =
  (operator: '<' | '<=' | '>' | '>=') =>
  ({ sql, field }: Expression, value: LiteralValue): SqlFragment => {
    if (value === null || field.type === 'boolean') throw invalidOperator(field);
    if (!isRange(value)) return { sql: `${sql} ${operator} ?`, params: [value] };
    const byEnd = operator === '<=' || operator === '>';
    return {
      sql: `${sql} ${operator.startsWith('<') ? '<' : '>='} ?`,
      params: [formatBound(field, byEnd ? value.end : value.start)],
    };
  };

const COMPARISON_SQL: Readonly<
  Record<(typeof COMPARISON_OPERATORS)[number], (compared: Expression, value: LiteralValue) => SqlFragment>
> = {
  '=': equalsSql,
  '!=': differsSql,
  '<>': differsSql,
  '<': orderedSql('<'),
  '<=': orderedSql('<='),
  '>': orderedSql('>'),
  '>=': orderedSql('>='),
};

const TEXT_TYPES: readonly Field['type'][] = ['string', 'textarea', 'picklist', 'email', 'phone', 'url'];

function likeSql(compared: Expression, { kind, text, at }: Literal): SqlFragment {
  const { sql, field } = compared;
  if (!TEXT_TYPES.includes(field.type)) throw invalidOperator(field);
  if (kind === 'null') return equalsSql(compared, null);
  if (kind !== 'string') throw invalidOperator(field).atPosition(at);
  const pattern = atPosition(at, () => unescapeString(text, true));
  const [left, right] = needsFold(compared, pattern) ? [`fold(${sql})`, 'fold(?)'] : [sql, '?'];
  return { sql: `${left} LIKE ${right} ESCAPE '\\'`, params: [pattern] };
}

function inListSql(
  compared: Expression,
  operator: string,
  literals: readonly Literal[],
  clock: UserClock,
): SqlFragment {
  const { sql, field } = compared;
  const literalValues = literals.map((literal) => literalValue(field, literal, clock));
  const ranges = literalValues.filter(isRange);
  const params = literalValues.filter((value): value is string | number => !isEmpty(value) && !isRange(value));
  const fold = params.some((value) => needsFold(compared, value));
  const placeholders = params.map(() => (fold ? 'fold(?)' : '?')).join(', ');
  const any = joinConditions(
    [
      ...ranges.map((range) => equalsSql(compared, range)),
      ...(literalValues.some(isEmpty) ? [equalsSql(compared, null)] : []),
      { sql: `${fold ? `fold(${sql})` : sql} IN (${placeholders})`, params },
    ],
    'or',
  );
  return operator === 'IN' ? any : notSql(any);
}

/**
 * INCLUDES finds records with any of the values, or, for `a;b`, with both. EXCLUDES finds all others: Salesforce documents it as
 * "does not contain", so a record without a value is among them.
 */
function includesSql(
  compared: Expression,
  operator: string,
  literals: readonly Literal[],
  clock: UserClock,
): SqlFragment {
  const { sql, field } = compared;
  const choices = literals.map((literal) => String(literalValue(field, literal, clock) ?? '').split(';'));
  const includesOne = (value: string): SqlFragment => ({
    sql: `instr(fold(';' || ${sql} || ';'), fold(';' || ? || ';')) > 0`,
    params: [value],
  });
  const any = joinConditions(
    choices.map((choice) => joinConditions(choice.map(includesOne), 'and')),
    'or',
  );
  return operator === 'EXCLUDES' ? notSql(any) : any;
}

function semiJoinComparisonSql(left: Expression, operator: string, inner: Query, context: FilterContext): SqlFragment {
  const { sql, field } = left;
  if (field.type !== 'id' && field.type !== 'reference') {
    throw malformedQuery(
      `The left operand field in the where expression for query with semijoin should be an id field, cannot use: '${field.name}'`,
    );
  }
  const semiJoin = context.semiJoin(inner, left);
  if (operator === 'IN') return { sql: `${sql} IN (${semiJoin.sql})`, params: semiJoin.params };
  return { sql: `(${sql} IS NULL OR ${sql} NOT IN (${semiJoin.sql}))`, params: semiJoin.params };
}
