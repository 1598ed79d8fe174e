import { ApiError, malformedQuery } from '../org/api-error.ts';
import type { Field } from '../org/schema/field.ts';
import type { Expression } from './expression.ts';
import { toExpression } from './expression.ts';
import { literalValue, unescapeString } from './literal.ts';
import type { BoundValue } from './literal.ts';
import { atPosition } from './error-position.ts';
import type { TimeRange } from './date-literal.ts';
import type { FieldResolver } from './field-resolver.ts';
import { COMPARISON_OPERATORS } from './syntax-tree.ts';
import type { Condition, Comparison, Literal, Query } from './syntax-tree.ts';

/** SQL with the values to bind to its question marks, in order. */
export interface SqlFragment {
  readonly sql: string;
  readonly params: readonly BoundValue[];
}

export interface FilterContext {
  readonly scope: FieldResolver;
  readonly now: number;
  /** Refuses what the clause does not compare. @throws ApiError */
  check(compared: Expression): void;
  /** SQL of `SELECT one field FROM …` inside IN. */
  semiJoin(query: Query, left: Expression): SqlFragment;
}

/** The condition as SQL that is 1 or 0, or null for 0. @throws ApiError */
export function filterSql(condition: Condition, context: FilterContext): SqlFragment {
  if (condition.kind === 'leaf') return comparisonSql(condition, context);
  if (condition.kind === 'not') {
    const { sql, params } = filterSql(condition.of, context);
    return { sql: `NOT coalesce(${sql}, 0)`, params };
  }
  const parts = condition.of.map((part) => filterSql(part, context));
  return {
    sql: joinBalanced(
      parts.map(({ sql }) => sql),
      condition.kind,
    ),
    params: parts.flatMap(({ params }) => params),
  };
}

/** A chain of conditions, bracketed as a tree: SQLite bears no long chain, which it reads as a deep one. */
function joinBalanced(parts: readonly string[], kind: 'and' | 'or'): string {
  if (parts.length < 2) return parts[0] ?? '';
  const half = parts.length >> 1;
  return `(${joinBalanced(parts.slice(0, half), kind)} ${kind.toUpperCase()} ${joinBalanced(parts.slice(half), kind)})`;
}

const comparisonSql = (leaf: Comparison, context: FilterContext): SqlFragment =>
  atPosition(leaf.left.at, () => {
    const compared = toExpression(context.scope, leaf.left);
    context.check(compared);
    const { field } = compared;
    if (!field.filterable) {
      throw new ApiError(400, 'INVALID_FIELD', `field '${field.name}' can not be filtered in a query call`);
    }
    const { operator, values } = leaf;
    if (leaf.inner) return semiJoinComparisonSql(compared, operator, leaf.inner, context);
    if (!allowedOperators(field).includes(operator)) throw invalidOperator(field);
    if (operator === 'INCLUDES' || operator === 'EXCLUDES') return includesSql(compared, operator, values, context.now);
    if (operator === 'IN' || operator === 'NOT IN') return inListSql(compared, operator, values, context.now);
    const [literal] = values as [Literal];
    if (operator === 'LIKE') return likeSql(compared, literal);
    return COMPARISON_SQL[operator](compared, literalValue(field, literal, context.now));
  });

const ERROR_TYPE_NAMES: Readonly<Partial<Record<Field['type'], string>>> = { datetime: 'dateTime', reference: 'id' };

const invalidOperator = ({ type }: Field): ApiError =>
  new ApiError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${ERROR_TYPE_NAMES[type] ?? type} field`);

const DEFAULT_OPERATORS: readonly Comparison['operator'][] = [...COMPARISON_OPERATORS, 'LIKE', 'IN', 'NOT IN'];
const MULTIPICKLIST_OPERATORS: readonly Comparison['operator'][] = ['=', '!=', '<>', 'INCLUDES', 'EXCLUDES'];

const allowedOperators = ({ type }: Field) => (type === 'multipicklist' ? MULTIPICKLIST_OPERATORS : DEFAULT_OPERATORS);

type LiteralValue = BoundValue | TimeRange;
const isRange = (meaning: LiteralValue): meaning is TimeRange => typeof meaning === 'object' && meaning !== null;
/** A field is filled or empty: an empty text means the same as null. */
const isEmpty = (meaning: LiteralValue): meaning is '' | null => meaning === null || meaning === '';

/** An end of a range as the field stores it. */
const formatBound = ({ type }: Field, at: number): string =>
  new Date(at).toISOString().slice(0, type === 'date' ? 10 : 24);

/** Letters beyond ASCII compare without regard to case only through `fold`, which uses no index. */
const needsFold = ({ field }: Expression, value: BoundValue): boolean =>
  typeof value === 'string' && field.type !== 'date' && field.type !== 'datetime' && /[^\u0020-\u007e\s]/u.test(value);

function equalsSql(compared: Expression, meaning: LiteralValue): SqlFragment {
  const { sql, field } = compared;
  if (isEmpty(meaning)) return { sql: `${sql} IS NULL`, params: [] };
  if (isRange(meaning)) {
    return {
      sql: `(${sql} >= ? AND ${sql} < ?)`,
      params: [formatBound(field, meaning.from), formatBound(field, meaning.to)],
    };
  }
  return { sql: needsFold(compared, meaning) ? `fold(${sql}) = fold(?)` : `${sql} = ?`, params: [meaning] };
}

function differsSql(compared: Expression, meaning: LiteralValue): SqlFragment {
  if (isEmpty(meaning)) return { sql: `${compared.sql} IS NOT NULL`, params: [] };
  const { sql, params } = equalsSql(compared, meaning);
  return { sql: `(${compared.sql} IS NULL OR NOT ${sql})`, params };
}

/** `less` and its kin; with a range, before its start or from its end on. */
const orderedSql =
  (sign: '<' | '<=' | '>' | '>=') =>
  ({ sql, field }: Expression, meaning: LiteralValue): SqlFragment => {
    if (meaning === null || field.type === 'boolean') throw invalidOperator(field);
    if (!isRange(meaning)) return { sql: `${sql} ${sign} ?`, params: [meaning] };
    const atEnd = sign === '<=' || sign === '>';
    return {
      sql: `${sql} ${sign.startsWith('<') ? '<' : '>='} ?`,
      params: [formatBound(field, atEnd ? meaning.to : meaning.from)],
    };
  };

type ComparisonOperator = Exclude<Comparison['operator'], 'LIKE' | 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES'>;

const COMPARISON_SQL: Readonly<
  Record<ComparisonOperator, (compared: Expression, meaning: LiteralValue) => SqlFragment>
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

function inListSql(compared: Expression, operator: string, literals: readonly Literal[], now: number): SqlFragment {
  const { sql, field } = compared;
  const meanings = literals.map((literal) => literalValue(field, literal, now));
  const ranges = meanings.filter(isRange);
  const values = meanings.filter((meaning): meaning is string | number => !isEmpty(meaning) && !isRange(meaning));
  const folding = values.some((value) => needsFold(compared, value));
  const place = folding ? 'fold(?)' : '?';
  const parts: SqlFragment[] = [
    ...ranges.map((range) => equalsSql(compared, range)),
    ...(meanings.some(isEmpty) ? [{ sql: `${sql} IS NULL`, params: [] }] : []),
    { sql: `${folding ? `fold(${sql})` : sql} IN (${values.map(() => place).join(', ')})`, params: values },
  ];
  const any = {
    sql: joinBalanced(
      parts.map((part) => part.sql),
      'or',
    ),
    params: parts.flatMap(({ params }) => params),
  };
  return operator === 'IN' ? any : { sql: `NOT coalesce(${any.sql}, 0)`, params: any.params };
}

/** Any of the values; `a;b` in one of them stands for both together. */
function includesSql(compared: Expression, operator: string, literals: readonly Literal[], now: number): SqlFragment {
  const { sql, field } = compared;
  const choices = literals.map((literal) => String(literalValue(field, literal, now) ?? '').split(';'));
  const has = `instr(fold(';' || ${sql} || ';'), fold(';' || ? || ';')) > 0`;
  const all = (choice: readonly string[]): string =>
    joinBalanced(
      choice.map(() => has),
      'and',
    );
  const any = joinBalanced(choices.map(all), 'or');
  return { sql: `${operator === 'EXCLUDES' ? 'NOT ' : ''}coalesce(${any}, 0)`, params: choices.flat() };
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
